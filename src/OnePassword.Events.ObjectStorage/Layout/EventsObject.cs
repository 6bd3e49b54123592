using System.Globalization;
using System.Security.Cryptography;

namespace OnePassword.Events.ObjectStorage.Layout;

/// <summary>The object with the events of a page.</summary>
/// <param name="Key">The key.</param>
/// <param name="Sha256">The hash of the content.</param>
/// <param name="Count">The number of events.</param>
/// <param name="Empty">The content without events: a process that gives up the page may be configured for another format.</param>
internal sealed record EventsObject(string Key, string Sha256, int Count, byte[] Empty)
{
    private const string HashName = "sha256";
    private const string SealName = "sealed";
    private const string EpochName = "epoch";

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
