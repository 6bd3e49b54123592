namespace OnePassword.Events;

/// <summary>
/// Drops what comes again. Windows overlap a little, because the API documents neither whether an event exactly at the start or the
/// end of a window is in it, nor to what fraction of a second it compares; and a window that begins again brings what it has brought.
/// </summary>
internal sealed class EdgeFilter<TEvent>(Func<TEvent, DateTimeOffset?> moment, Func<TEvent, object> key, ReadPosition? after = null)
{
    /// <summary>How much earlier a window begins to read than the one before it ends.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromMilliseconds(1);

    private readonly List<(object Key, DateTimeOffset Time)> _own = [];
    private readonly HashSet<object> _givenUp = [];
    private Dictionary<object, DateTimeOffset> _earlier = after?.Edge.Distinct(StringComparer.Ordinal).ToDictionary(object (known) => known, _ => after.CompleteUntil) ?? [];
    private List<(object Key, DateTimeOffset Time)> _given = [];

    /// <summary>
    /// The events of a page that no earlier window has had, nor this one before it began again. Otherwise nothing is dropped within a
    /// window: the server has its reasons.
    /// </summary>
    public IReadOnlyList<TEvent> Fresh(IReadOnlyList<TEvent> events, DateTimeOffset end, bool mayBeginAgain)
    {
        var fresh = _earlier.Count + _givenUp.Count == 0 ? events : [.. events.Where(@event => key(@event) is var known && !_earlier.ContainsKey(known) && !_givenUp.Contains(known))];
        foreach (var @event in fresh)
        {
            if (moment(@event) is { } at && at >= end - Overlap)
                _own.Add((key(@event), at));
        }
        if (mayBeginAgain)
            _given.AddRange(fresh.Select(@event => (key(@event), moment(@event) ?? DateTimeOffset.MinValue)));
        else
            _given = [];
        return fresh.Count == events.Count ? events : fresh;
    }

    /// <summary>The window whose pages are handed out begins again, with an earlier end: it brings them a second time, or the next one does.</summary>
    public void BeginAgain(DateTimeOffset end)
    {
        _givenUp.UnionWith(_given.Select(given => given.Key));
        _own.AddRange(_given.Where(given => given.Time >= end - Overlap));
        _given = [];
    }

    /// <summary>The window is at its end, and the next begins there.</summary>
    /// <returns>From where another reading can go on.</returns>
    public ReadPosition Close(DateTimeOffset end)
    {
        _givenUp.Clear();
        _given = [];

        // A window can be shorter than the overlap, so that what was at the start of it still counts.
        var edge = _earlier.Where(seen => seen.Value >= end - Overlap).Select(seen => (seen.Key, seen.Value)).Concat(_own);
        _earlier = edge.DistinctBy(seen => seen.Item1).ToDictionary(seen => seen.Item1, seen => seen.Item2);
        _own.Clear();
        return new ReadPosition(end, _earlier.Keys.OfType<string>());
    }
}
