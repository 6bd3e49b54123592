using System.IO.Compression;
using System.Text;

namespace OnePassword.Events.Emulator.Tests.Support;

/// <summary>A temporary folder of recorded events.</summary>
internal sealed class History : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("emulator-tests-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Returns an event without optional fields, at a time on the day of <see cref="Api.Now"/>.</summary>
    public static string Event(string uuid, string time = "08:00:00Z") =>
        $$"""{"uuid":"{{uuid}}","timestamp":"2026-03-14T{{time}}"}""";

    public History WithLines(string name, params IEnumerable<string> lines) =>
        With(name, string.Concat(lines.Select(line => line + "\n")));

    /// <summary>Writes a file, compressed if its name ends with <c>.gz</c>.</summary>
    public History With(string name, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        File.WriteAllBytes(this[name], name.EndsWith(".gz", StringComparison.Ordinal) ? Zip(bytes) : bytes);
        return this;
    }

    public Task<Api> ReplayAsync(EmulatorOptions? options = null) => Api.StartAsync((options ?? new()) with { Replay = Path });

    /// <summary>Compresses like <c>gzip</c>, which writes a header even for an empty file.</summary>
    public static byte[] Zip(byte[] bytes)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest))
            gzip.Write(bytes);
        byte[] empty = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        return zipped.ToArray() is { Length: > 0 } whole ? whole : empty;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
