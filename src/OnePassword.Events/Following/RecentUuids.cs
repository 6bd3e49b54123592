namespace OnePassword.Events;

/// <summary>The identifiers of the latest events, as many as the window is wide.</summary>
internal sealed class RecentUuids
{
    private readonly int _width;
    private readonly Queue<string> _order;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public RecentUuids(int width, IReadOnlyList<string> uuids)
    {
        _width = width;
        _order = new Queue<string>(Math.Min(width, 1_000));
        foreach (var uuid in uuids)
            _ = IsNew(uuid);
    }

    /// <summary>Whether the event has not been seen, as far as the window reaches. What has no identifier is always new.</summary>
    /// <param name="uuid">The event's identifier.</param>
    /// <param name="isOlder">Whether it is known to be from before the latest: then it takes the place of none of them.</param>
    public bool IsNew(string? uuid, bool isOlder = false)
    {
        if (uuid is null || _width == 0)
            return true;
        if (isOlder && _order.Count == _width)
            return !_known.Contains(uuid);
        if (!_known.Add(uuid))
            return false;
        _order.Enqueue(uuid);
        if (_order.Count > _width)
            _known.Remove(_order.Dequeue());
        return true;
    }

    /// <summary>All of them, oldest first.</summary>
    public IReadOnlyList<string> Snapshot() => [.. _order];
}
