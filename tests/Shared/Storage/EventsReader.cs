using System.IO.Compression;
using System.Text;

namespace OnePassword.Events.Testing.Storage;

/// <summary>Reads the events as a query engine does: all objects of a prefix, whatever else is in the container.</summary>
internal static class EventsReader
{
    public static IReadOnlyList<string> Keys(IEnumerable<string> keys) =>
        [.. keys.Where(key => key.Contains("events/source=1password/", StringComparison.Ordinal))
            .OrderBy(key => key[(key.LastIndexOf('/') + 1)..], StringComparer.Ordinal)];

    /// <summary>Returns the lines of an object, without those of an object that has none.</summary>
    public static IReadOnlyList<byte[]> Lines(byte[] content)
    {
        using var gzip = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
        var bytes = new MemoryStream();
        gzip.CopyTo(bytes);
        var text = bytes.ToArray();
        var lines = new List<byte[]>();
        for (int start = 0, end; start < text.Length; start = end + 1)
        {
            end = Array.IndexOf(text, (byte)'\n', start);
            Assert.That(end, Is.GreaterThan(start), "each line ends with a line feed");
            lines.Add(text[start..end]);
        }
        return lines;
    }

    /// <summary>Requires that the lines are the events that the server has, in order.</summary>
    public static void AssertEqual(IReadOnlyList<byte[]> lines, IReadOnlyList<byte[]> events)
    {
        Assert.That(lines.Select(Encoding.UTF8.GetString), Is.EqualTo(events.Select(Encoding.UTF8.GetString)));
        for (var i = 0; i < events.Count; i++)
            Assert.That(lines[i].AsSpan().SequenceEqual(events[i]), Is.True, $"event {i}");
    }
}
