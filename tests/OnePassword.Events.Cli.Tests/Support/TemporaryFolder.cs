using System.Buffers.Binary;
using System.IO.Compression;

namespace OnePassword.Events.Cli.Tests.Support;

/// <summary>A folder that is deleted on disposal.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Create();

    /// <summary>The names of all files except locks, which remain after a run.</summary>
    public IEnumerable<string> Files => Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories)
        .Select(file => System.IO.Path.GetRelativePath(Path, file)).Where(
            file => !file.EndsWith(".lock", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public byte[] Read(string name) => File.ReadAllBytes(this[name]);

    public string ReadText(string name) => File.ReadAllText(this[name]);

    public byte[] Unzip(string name) => Unzip(Read(name));

    /// <summary>
    /// Decompresses one gzip stream, and rejects a truncated or empty one as gunzip does. GZipStream accepts both.
    /// </summary>
    public static byte[] Unzip(byte[] compressed)
    {
        Assert.That(compressed.Take(2), Is.EqualTo(new byte[] { 0x1F, 0x8B }), "the beginning of a gzip stream");
        using var lines = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress))
            gzip.CopyTo(lines);
        Assert.That(
            BinaryPrimitives.ReadUInt32LittleEndian(compressed.AsSpan(^4..)), Is.EqualTo(lines.Length),
            "its end, which has the length");
        return lines.ToArray();
    }

    /// <summary>Decompresses a stream of several gzip members.</summary>
    public byte[] UnzipMembers(string name)
    {
        using var lines = new MemoryStream();
        using (var gzip = new GZipStream(File.OpenRead(this[name]), CompressionMode.Decompress))
            gzip.CopyTo(lines);
        return lines.ToArray();
    }

    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(this[name], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    // A name with the beginning of a web token would look like a leaked token in a message with the path.
    private static string Create()
    {
        while (true)
        {
            var folder = Directory.CreateTempSubdirectory("op-events-tests-");
            if (!folder.Name.Contains("eyJ", StringComparison.Ordinal))
                return folder.FullName;
            folder.Delete();
        }
    }
}
