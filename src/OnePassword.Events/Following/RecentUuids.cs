using System.Globalization;
using OnePassword.Events.Reading;

namespace OnePassword.Events.Following;

/// <summary>The keys of the latest events, by which duplicates are detected.</summary>
/// <remarks>
/// A key is a uuid, or <c>uuid#checksum</c> if the bytes of the event are known. A uuid without a checksum matches every event
/// with that uuid.
/// </remarks>
internal sealed class RecentUuids
{
    private const int ChecksumLength = 8;

    private readonly int _capacity;
    private readonly Queue<string> _order;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public RecentUuids(int capacity, IReadOnlyList<string> keys, bool withChecksums)
    {
        _capacity = capacity;
        _order = new Queue<string>(Math.Min(capacity, 1_000));
        foreach (var key in keys)
            _ = IsNew(withChecksums ? key : WithoutChecksum(key), isOlder: false);
    }

    /// <summary>
    /// Returns whether the event is not a duplicate of a recent one, and remembers it. An event without a uuid is always new.
    /// </summary>
    /// <param name="uuid">The event's uuid.</param>
    /// <param name="checksum">The checksum of its bytes; null if they are not known.</param>
    /// <param name="isOlder">Whether the event is known to be older than the recent ones: then it does not replace any of
    /// them.</param>
    public bool IsNew(string? uuid, uint? checksum = null, bool isOlder = false)
    {
        if (uuid is null || _capacity == 0)
            return true;
        if (checksum is null)
            return IsNew(uuid, isOlder);
        return !_known.Contains(uuid)
            && IsNew(EventIdentity.KeyOf(uuid, checksum.Value), isOlder);
    }

    /// <summary>Returns all keys, the oldest first.</summary>
    public IReadOnlyList<string> Snapshot() => [.. _order];

    private bool IsNew(string key, bool isOlder)
    {
        if (_capacity == 0)
            return true;
        if (isOlder && _order.Count == _capacity)
            return !_known.Contains(key);
        if (!_known.Add(key))
            return false;
        _order.Enqueue(key);
        if (_order.Count > _capacity)
            _known.Remove(_order.Dequeue());
        return true;
    }

    private static string WithoutChecksum(string key)
    {
        var separator = key.Length - ChecksumLength - 1;
        return separator > 0 && key[separator] == EventIdentity.Separator
            && uint.TryParse(key.AsSpan(separator + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)
            ? key[..separator]
            : key;
    }
}
