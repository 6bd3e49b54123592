using System.Globalization;

namespace OnePassword.Events.Following;

/// <summary>What the latest events are recognised by, for as many as the window is wide.</summary>
/// <remarks>
/// An entry is an identifier, or <c>identifier#checksum</c> of an event whose bytes are known. One without a checksum stands
/// for every event with that identifier.
/// </remarks>
internal sealed class RecentUuids
{
    private const char Separator = '#';
    private const int ChecksumLength = 8;

    private readonly int _width;
    private readonly Queue<string> _order;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public RecentUuids(int width, IReadOnlyList<string> entries, bool withChecksums)
    {
        _width = width;
        _order = new Queue<string>(Math.Min(width, 1_000));
        foreach (var entry in entries)
            _ = IsNew(withChecksums ? entry : WithoutChecksum(entry), isOlder: false);
    }

    /// <summary>Whether the event has not been seen, as far as the window reaches. What has no identifier is always new.</summary>
    /// <param name="uuid">The event's identifier.</param>
    /// <param name="checksum">That of its bytes; null if they are not known.</param>
    /// <param name="isOlder">Whether it is known to be from before the latest: then it takes the place of none of them.</param>
    public bool IsNew(string? uuid, uint? checksum = null, bool isOlder = false)
    {
        if (uuid is null || _width == 0)
            return true;
        if (checksum is null)
            return IsNew(uuid, isOlder);
        return !_known.Contains(uuid) && IsNew(string.Create(CultureInfo.InvariantCulture, $"{uuid}{Separator}{checksum:x8}"), isOlder);
    }

    /// <summary>All of them, oldest first.</summary>
    public IReadOnlyList<string> Snapshot() => [.. _order];

    private bool IsNew(string entry, bool isOlder)
    {
        if (_width == 0)
            return true;
        if (isOlder && _order.Count == _width)
            return !_known.Contains(entry);
        if (!_known.Add(entry))
            return false;
        _order.Enqueue(entry);
        if (_order.Count > _width)
            _known.Remove(_order.Dequeue());
        return true;
    }

    private static string WithoutChecksum(string entry)
    {
        var separator = entry.Length - ChecksumLength - 1;
        return separator > 0 && entry[separator] == Separator
            && uint.TryParse(entry.AsSpan(separator + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)
            ? entry[..separator]
            : entry;
    }
}
