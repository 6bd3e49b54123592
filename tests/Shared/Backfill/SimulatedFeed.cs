using System.Globalization;
using OnePassword.Events.Reading;

namespace OnePassword.Events.Testing.Backfill;

/// <summary>A feed in memory that serves time ranges and cursors.</summary>
/// <param name="times">The times of the events, in the order of arrival.</param>
/// <param name="endInclusive">Whether an event exactly at the end of a time range is part of it.</param>
internal sealed class SimulatedFeed(IReadOnlyList<DateTimeOffset> times, bool endInclusive = false)
{
    private readonly SimulatedEvent[] _events = [.. times.Select((time, id) => new SimulatedEvent(id, time))];
    private readonly long[]? _sorted = IsSorted(times) ? [.. times.Select(time => time.UtcTicks)] : null;

    public int Count => _events.Length;

    public SimulatedPage Read(PageRequest request)
    {
        var (start, end, limit, skip) = request.Cursor is { } cursor
            ? Parse(cursor)
            : (request.Start!.Value.UtcTicks, request.End!.Value.UtcTicks, request.Limit!.Value, 0);
        var range = Range(start, endInclusive ? end + 1 : end);
        var page = range.Skip(skip).Take(limit).ToArray();
        var next = skip + page.Length;
        var nextCursor = string.Create(CultureInfo.InvariantCulture, $"{start} {end} {limit} {next}");
        return new SimulatedPage(page, nextCursor, next < range.Count);
    }

    private ArraySegment<SimulatedEvent> Range(long start, long end)
    {
        if (_sorted is null)
            return _events.Where(@event => @event.Time.UtcTicks >= start && @event.Time.UtcTicks < end).ToArray();
        var first = IndexOf(_sorted, start);
        return new ArraySegment<SimulatedEvent>(_events, first, Math.Max(0, IndexOf(_sorted, end) - first));
    }

    // The first event that is not earlier.
    private static int IndexOf(long[] ticks, long tick)
    {
        var (low, high) = (0, ticks.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = ticks[middle] < tick ? (middle + 1, high) : (low, middle);
        }
        return low;
    }

    private static bool IsSorted(IReadOnlyList<DateTimeOffset> times) =>
        times.Zip(times.Skip(1), (one, next) => one <= next).All(ordered => ordered);

    private static (long Start, long End, int Limit, int Skip) Parse(string cursor)
    {
        var numbers = cursor.Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return (numbers[0], numbers[1], (int)numbers[2], (int)numbers[3]);
    }
}
