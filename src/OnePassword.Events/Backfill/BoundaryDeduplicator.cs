using OnePassword.Events.Reading;

namespace OnePassword.Events.Backfill;

/// <summary>
/// Drops the events that two neighboring windows both contain. Windows overlap a little, because the API does not document
/// whether the ends of a time range are inclusive, nor how precisely it compares times.
/// </summary>
/// <param name="format">Returns the time and the key of an event.</param>
/// <param name="start">The position from which the read starts.</param>
internal sealed class BoundaryDeduplicator<TPage, TEvent>(PageFormat<TPage, TEvent> format, ReadPosition start)
    where TPage : class, IPage
{
    // Emitted events of this window that the next may contain too.
    private readonly List<(string Key, DateTimeOffset Time)> _nearEnd =
        start.Window is { } window ? [.. window.BoundaryKeys.Select(key => (key, window.End))] : [];
    private Dictionary<string, DateTimeOffset> _emitted = start.BoundaryKeys.Distinct(StringComparer.Ordinal)
        .ToDictionary(key => key, _ => start.CompleteUntil, StringComparer.Ordinal);

    private ReadPosition _closed = start;

    // Events more than BoundaryMemory after this cannot be duplicates. The keys of a position have no exact times.
    private DateTimeOffset _latestEmitted = DateTimeOffset.MaxValue;

    /// <summary>
    /// Returns the events that no earlier window contained. Duplicates within a window are the server's, and stay.
    /// </summary>
    public IReadOnlyList<TEvent> WithoutDuplicates(IReadOnlyList<TEvent> events, DateTimeOffset windowEnd)
    {
        List<TEvent>? fresh = null; // Null as long as every event is.
        for (var index = 0; index < events.Count; index++)
        {
            var @event = events[index];
            var time = format.TimeOf(@event);
            if (WasEmitted(@event, time))
            {
                fresh ??= [.. events.Take(index)];
                continue;
            }
            fresh?.Add(@event);
            if (time is { } known && windowEnd - known <= BackfillConstants.BoundaryMemory)
                _nearEnd.Add((format.KeyOf(@event), known));
        }
        return fresh ?? events;
    }

    /// <summary>Returns the position after a page of a window that is not complete.</summary>
    public ReadPosition Within(DateTimeOffset windowEnd, string cursor) => new(
        _closed.CompleteUntil, _closed.BoundaryKeys, new ReadWindow(windowEnd, cursor, _nearEnd.Select(one => one.Key)));

    /// <summary>Ends a window. The next one starts at its end.</summary>
    /// <returns>The position from which another read can continue.</returns>
    public ReadPosition CloseWindow(DateTimeOffset end)
    {
        foreach (var (key, time) in _nearEnd)
            _emitted.TryAdd(key, time);
        _nearEnd.Clear();

        // Events of earlier windows stay too: a window can be shorter than the memory.
        _emitted = _emitted.Where(one => end - one.Value <= BackfillConstants.BoundaryMemory)
            .ToDictionary(StringComparer.Ordinal);
        _latestEmitted = _emitted.Values.Append(end).Max();
        return _closed = new ReadPosition(end, _emitted.Keys);
    }

    private bool WasEmitted(TEvent @event, DateTimeOffset? time)
    {
        if (_emitted.Count == 0 || time - _latestEmitted > BackfillConstants.BoundaryMemory)
            return false;
        var key = format.KeyOf(@event);
        if (!_emitted.TryGetValue(key, out var known))
            return false;
        _emitted[key] = time ?? known; // A key of a position gets its exact time.
        return true;
    }
}
