namespace OnePassword.Events;

/// <summary>
/// Drops what comes again. Windows overlap a little, because the API documents neither whether an event exactly at the start or the
/// end of a window is in it, nor to what fraction of a second it compares; and a window that begins again brings what it has brought.
/// </summary>
internal sealed class EdgeFilter<TEvent>(Func<TEvent, DateTimeOffset?> moment, Func<TEvent, string> key, ReadPosition? after = null)
{
    /// <summary>How much earlier a window begins to read than the one before it ends.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromMilliseconds(1);

    // So much of what is before the end of a window is remembered: whoever compares whole seconds gives that to the next one as well.
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(1);

    private readonly List<(string Key, DateTimeOffset Time)> _given = []; // All of this window that was handed out, while it may begin again.
    private readonly List<(string Key, DateTimeOffset Time)> _own = []; // What was handed out of it near its end.
    private Dictionary<string, DateTimeOffset> _seen = after?.Edge.Distinct(StringComparer.Ordinal).ToDictionary(known => known, _ => after.CompleteUntil, StringComparer.Ordinal) ?? [];

    /// <summary>
    /// The events of a page that no earlier window has had, nor this one before it began again. Otherwise nothing is dropped within a
    /// window: the server has its reasons.
    /// </summary>
    public IReadOnlyList<TEvent> Fresh(IReadOnlyList<TEvent> events, DateTimeOffset end, bool mayBeginAgain)
    {
        var fresh = _seen.Count == 0 ? events : [.. events.Where(@event => !_seen.ContainsKey(key(@event)))];
        foreach (var @event in fresh)
        {
            var time = moment(@event);
            if (mayBeginAgain)
                _given.Add((key(@event), time ?? DateTimeOffset.MaxValue)); // When one without a time would come again, nobody knows.
            if (time is { } known && end - known <= Memory)
                _own.Add((key(@event), known));
        }
        if (!mayBeginAgain)
            _given.Clear();
        return fresh.Count == events.Count ? events : fresh;
    }

    /// <summary>The window whose pages are handed out begins again, with an earlier end: it brings them a second time, or a later one does.</summary>
    public void BeginAgain()
    {
        _own.Clear();
        Remember(_given);
    }

    /// <summary>The window is at its end, and the next begins there.</summary>
    /// <returns>From where another reading can go on.</returns>
    public ReadPosition Close(DateTimeOffset end)
    {
        _given.Clear();
        Remember(_own);

        // Not of this window alone: it can be shorter than what is remembered.
        _seen = _seen.Where(seen => end - seen.Value <= Memory).ToDictionary(StringComparer.Ordinal);
        return new ReadPosition(end, _seen.Keys);
    }

    private void Remember(List<(string Key, DateTimeOffset Time)> events)
    {
        foreach (var (known, time) in events)
            _seen.TryAdd(known, time);
        events.Clear();
    }
}
