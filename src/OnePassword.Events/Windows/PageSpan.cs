namespace OnePassword.Events;

/// <summary>Up to when the events of a page reach, and how many there are a tick; none, if the page does not tell.</summary>
internal readonly record struct PageSpan(DateTimeOffset Last, double Density)
{
    // What no window is cut finer than.
    private const long Finest = TimeSpan.TicksPerMillisecond;

    // One event, or a few, say nothing of how dense events are.
    private const int Fewest = 8;

    /// <summary>Null if no time can be read. By their order in time: events that arrived late stand anywhere.</summary>
    public static PageSpan? Of<TEvent>(IReadOnlyList<TEvent> events, Func<TEvent, DateTimeOffset?> moment)
    {
        var ticks = events.Select(@event => moment(@event)?.UtcTicks).OfType<long>().Order().ToArray();
        if (ticks.Length == 0)
            return null;
        var last = new DateTimeOffset(ticks[^1], TimeSpan.Zero);
        if (ticks.Length < Fewest || ticks[^1] - ticks[0] < Finest)
            return new PageSpan(last, 0);

        // The later half says more of what follows; but a burst at the end is no measure of days.
        var half = PerTick(ticks.AsSpan(ticks.Length / 2));
        return new PageSpan(last, Math.Min(half, 2 * PerTick(ticks)));
    }

    private static double PerTick(ReadOnlySpan<long> ticks) => (double)ticks.Length / Math.Max(Finest, ticks[^1] - ticks[0]);
}
