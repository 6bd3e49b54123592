using System.Buffers;

namespace OnePassword.Events.Backfill;

/// <summary>Up to when the events of a page reach, and how many there are a tick; none, if the page does not tell.</summary>
internal readonly record struct PageDensity(DateTimeOffset Last, double Density)
{
    // What no window is cut finer than.
    private const long Finest = TimeSpan.TicksPerMillisecond;

    // One event, or a few, say nothing of how dense events are.
    private const int Fewest = 8;

    /// <summary>Null if no time can be read. By their order in time: events that arrived late stand anywhere.</summary>
    public static PageDensity? Of<TEvent>(IReadOnlyList<TEvent> events, Func<TEvent, DateTimeOffset?> moment)
    {
        var rented = ArrayPool<long>.Shared.Rent(events.Count);
        try
        {
            var count = 0;
            for (var index = 0; index < events.Count; index++)
            {
                if (moment(events[index]) is { } time)
                    rented[count++] = time.UtcTicks;
            }
            return Of(rented.AsSpan(0, count));
        }
        finally
        {
            ArrayPool<long>.Shared.Return(rented);
        }
    }

    private static PageDensity? Of(Span<long> ticks)
    {
        if (ticks.IsEmpty)
            return null;
        ticks.Sort();
        var last = new DateTimeOffset(ticks[^1], TimeSpan.Zero);
        if (ticks.Length < Fewest || ticks[^1] - ticks[0] < Finest)
            return new PageDensity(last, 0);

        // The later half says more of what follows; but a burst at the end is no measure of days.
        var half = PerTick(ticks[(ticks.Length / 2)..]);
        return new PageDensity(last, Math.Min(half, 2 * PerTick(ticks)));
    }

    private static double PerTick(ReadOnlySpan<long> ticks) => (double)ticks.Length / Math.Max(Finest, ticks[^1] - ticks[0]);
}
