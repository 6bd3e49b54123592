using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;

namespace OnePassword.Events.ObjectStorage.Layout;

/// <summary>The object with the events of a page, as compressed NDJSON.</summary>
internal sealed record EventsObject(string Key, string Sha256, int Count)
{
    private const string HashName = "sha256";
    private const string SealName = "sealed";
    private const string EpochName = "epoch";

    /// <summary>Compresses the events of a page, one per line.</summary>
    public static byte[] Compress(IReadOnlyList<RawEvent> events)
    {
        var lines = new ArrayBufferWriter<byte>(Math.Max(256, events.Sum(one => one.Json.Length + 1)));
        foreach (var one in events)
            one.WriteLine(lines);
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
            gzip.Write(lines.WrittenSpan);
        return compressed.ToArray();
    }

    public static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Returns the metadata of the object.</summary>
    public Dictionary<string, string> Metadata(long epoch) => new(StringComparer.Ordinal)
    {
        [HashName] = Sha256,
        ["events"] = Count.ToString(CultureInfo.InvariantCulture),
        [EpochName] = epoch.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Returns the metadata of an object without events, which makes it impossible to store the events.</summary>
    public static Dictionary<string, string> SealMetadata(long epoch) => new(StringComparer.Ordinal)
    {
        [SealName] = "true",
        [EpochName] = epoch.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Returns what an object with the key contains.</summary>
    public EventsContent ContentOf(IReadOnlyDictionary<string, string> metadata) =>
        metadata.GetValueOrDefault(SealName) == "true" ? EventsContent.Sealed
        : metadata.GetValueOrDefault(HashName) == Sha256 ? EventsContent.Stored
        : EventsContent.Foreign;
}
