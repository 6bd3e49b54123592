using System.Buffers;
using System.IO.Compression;

namespace OnePassword.Events.ObjectStorage.Layout;

/// <summary>NDJSON, compressed with gzip.</summary>
internal sealed class NdjsonFormat : ObjectFormat
{
    private const int MinBuffer = 256;

    public override string Extension => "ndjson.gz";

    public override ValueTask<byte[]> EncodeAsync(IReadOnlyList<RawEvent> events, CancellationToken cancellationToken = default)
    {
        var lines = new ArrayBufferWriter<byte>(Math.Max(MinBuffer, events.Sum(one => one.Json.Length + 1)));
        foreach (var one in events)
            one.WriteLine(lines);
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
            gzip.Write(lines.WrittenSpan);
        return ValueTask.FromResult(compressed.ToArray());
    }
}
