using OnePassword.Events.Emulator.Events;
using OnePassword.Events.Emulator.Seeding;
using OnePassword.Events.Emulator.Wire;

namespace OnePassword.Events.Emulator.Generation;

/// <summary>
/// The times of the generated events of a feed. The span has one slot per event, and event n has a time in slot n. So the
/// times ascend, and arithmetic finds an event by its time.
/// </summary>
internal sealed class Timeline(ulong key, long start, long span, int count, double lateShare)
{
    /// <summary>The maximum age of a late event on arrival.</summary>
    private const long MaxLateness = Rfc3339.Day;

    private readonly ulong _lateKey = Rng.Key(key, 1);
    private readonly double _lateThreshold = lateShare * ulong.MaxValue;
    private readonly long _width = count == 0 ? span : span / count;
    private readonly long _remainder = count == 0 ? 0 : span % count;

    public int Count => count;

    /// <summary>Gets whether the events arrive in the order of their timestamps.</summary>
    public bool Ordered => lateShare == 0;

    public long TimestampAt(long index)
    {
        var time = ArrivalOf(index);
        if (Ordered)
            return time;

        var late = new Rng(_lateKey, index);
        return late.Next() < _lateThreshold ? time - 1 - (long)(late.Next() % MaxLateness) : time;
    }

    /// <summary>Returns the events whose timestamps can lie in the range. If events can be late, it includes others.</summary>
    public (long First, long End) Range(TimeRange range) =>
        (FirstArrivedSince(range.From), FirstArrivedSince(Ordered ? range.Until : Rfc3339.Plus(range.Until, MaxLateness)));

    private long FirstArrivedSince(long time)
    {
        var (low, high) = (0L, (long)count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = ArrivalOf(middle) < time ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private long ArrivalOf(long index)
    {
        var (from, until) = (SlotAt(index), SlotAt(index + 1));
        var hash = Rng.At(key, index);
        var time = from + (long)((hash >> 4) % (ulong)(until - from));

        // Most times have nanoseconds, some are coarser if the slot contains such a time.
        var unit = (hash & 15) switch { 0 => Rfc3339.Second, 1 => 1_000_000, 2 => 1_000, _ => 1 };
        var rounded = time - (((time % unit) + unit) % unit);
        rounded = rounded < from ? rounded + unit : rounded;
        return rounded < until ? rounded : time;
    }

    private long SlotAt(long index) => start + (index * _width) + (index * _remainder / count);
}
