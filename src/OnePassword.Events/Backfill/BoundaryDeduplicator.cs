using System.Buffers;

namespace OnePassword.Events.Backfill;

/// <summary>
/// Drops what comes again. Windows overlap a little, because the API documents neither whether an event exactly at the start or the
/// end of a window is in it, nor to what fraction of a second it compares; and a window that begins again brings what it has brought.
/// </summary>
/// <param name="moment">When an event happened, if it tells.</param>
/// <param name="writeKey">Writes by what an event is recognised.</param>
/// <param name="after">What an earlier reading has handed out.</param>
internal sealed class BoundaryDeduplicator<TEvent>(Func<TEvent, DateTimeOffset?> moment, Action<TEvent, IBufferWriter<byte>> writeKey, ReadPosition? after = null)
{
    /// <summary>How much earlier a window begins to read than the one before it ends.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromMilliseconds(1);

    // So much of what is before the end of a window is remembered: whoever compares whole seconds gives that to the next one as well.
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(1);

    private readonly EventKeyBuffer<TEvent> _given = new(writeKey); // All of this window that was handed out, while it may begin again.
    private readonly EventKeyBuffer<TEvent> _own = new(writeKey); // What was handed out of it near its end.
    private Dictionary<string, DateTimeOffset> _seen = after?.BoundaryKeys.Distinct(StringComparer.Ordinal).ToDictionary(known => known, _ => after.CompleteUntil, StringComparer.Ordinal) ?? [];
    private DateTimeOffset _latestSeen = DateTimeOffset.MaxValue; // Nothing that happened more than a second later has been seen.

    /// <summary>
    /// The events of a page that no earlier window has had, nor this one before it began again. Otherwise nothing is dropped within a
    /// window: the server has its reasons.
    /// </summary>
    public IReadOnlyList<TEvent> Fresh(IReadOnlyList<TEvent> events, DateTimeOffset end, bool mayBeginAgain)
    {
        List<TEvent>? fresh = null; // As long as it is null, all are.
        for (var index = 0; index < events.Count; index++)
        {
            var (@event, time) = (events[index], moment(events[index]));
            if (WasSeen(@event, time))
            {
                fresh ??= [.. events.Take(index)];
                continue;
            }
            fresh?.Add(@event);
            if (mayBeginAgain)
                _given.Add(@event, time ?? DateTimeOffset.MaxValue); // When one without a time would come again, nobody knows.
            if (time is { } known && end - known <= Memory)
                _own.Add(@event, known);
        }
        if (!mayBeginAgain)
            _given.Clear();
        return fresh ?? events;
    }

    /// <summary>The window whose pages are handed out begins again, with an earlier end: it brings them a second time, or a later one does.</summary>
    public void BeginAgain()
    {
        _own.Clear();
        Remember(_given);
        _latestSeen = DateTimeOffset.MaxValue;
    }

    /// <summary>The window is at its end, and the next begins there.</summary>
    /// <returns>From where another reading can go on.</returns>
    public ReadPosition Close(DateTimeOffset end)
    {
        _given.Clear();
        Remember(_own);

        // Not of this window alone: it can be shorter than what is remembered.
        _seen = _seen.Where(seen => end - seen.Value <= Memory).ToDictionary(StringComparer.Ordinal);
        _latestSeen = _seen.Values.Append(end).Max();
        return new ReadPosition(end, _seen.Keys);
    }

    private bool WasSeen(TEvent @event, DateTimeOffset? time)
    {
        if (_seen.Count == 0 || time - _latestSeen > Memory)
            return false;
        var key = _own.KeyOf(@event);
        if (!_seen.TryGetValue(key, out var known))
            return false;
        _seen[key] = time ?? known; // What an earlier reading handed out came without its time.
        return true;
    }

    private void Remember(EventKeyBuffer<TEvent> events)
    {
        foreach (var (key, time) in events.Take())
            _seen.TryAdd(key, time);
    }
}
