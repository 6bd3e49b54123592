using System.Buffers;
using OnePassword.Events.Reading;

namespace OnePassword.Events.Backfill;

/// <summary>The density of the events of a page in time.</summary>
/// <param name="Last">The time of the latest event.</param>
/// <param name="PerTick">Events per tick; 0 if the page does not allow an estimate.</param>
internal readonly record struct PageDensity(DateTimeOffset Last, double PerTick)
{
    /// <summary>
    /// Returns null if no event has a time. The order of the events does not matter: late events may be anywhere.
    /// </summary>
    public static PageDensity? Of<TPage, TEvent>(PageFormat<TPage, TEvent> format, TPage page)
        where TPage : class, IPage
    {
        var events = format.EventsOf(page);
        var rented = ArrayPool<long>.Shared.Rent(events.Count);
        try
        {
            var count = 0;
            for (var index = 0; index < events.Count; index++)
            {
                if (format.TimeOf(events[index]) is { } time)
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
        if (ticks.Length < BackfillConstants.MinEventsForDensity || ticks[^1] - ticks[0] < TimeSpan.TicksPerMillisecond)
            return new PageDensity(last, 0);

        // The later half predicts the next events better.
        var half = DensityOf(ticks[(ticks.Length / 2)..]);
        return new PageDensity(last, Math.Min(half, BackfillConstants.MaxBurst * DensityOf(ticks)));
    }

    private static double DensityOf(ReadOnlySpan<long> ticks) =>
        (double)ticks.Length / Math.Max(TimeSpan.TicksPerMillisecond, ticks[^1] - ticks[0]);
}
