namespace OnePassword.Events.Emulator.Events;

/// <summary>
/// When the generated events of a feed happened. The span is cut into as many slots as there are events, and event number
/// n happened somewhere in slot n: ascending, and found from either side by arithmetic.
/// </summary>
internal sealed class Timeline(ulong key, long start, long span, int count, double lateShare)
{
    /// <summary>How far a late event's timestamp may lie before those of its neighbours.</summary>
    private const long MaxLateness = Rfc3339.Day;

    private readonly ulong _lateKey = Rng.Key(key, 1);
    private readonly double _lateThreshold = lateShare * ulong.MaxValue;
    private readonly long _width = count == 0 ? span : span / count;
    private readonly long _remainder = count == 0 ? 0 : span % count;

    public int Count => count;

    /// <summary>Gets whether every event arrives in the order of its timestamp.</summary>
    public bool Ordered => lateShare == 0;

    public long TimestampAt(long index)
    {
        var time = ArrivalOf(index);
        if (Ordered)
            return time;

        var late = new Rng(_lateKey, index);
        return late.Next() < _lateThreshold ? time - 1 - (long)(late.Next() % MaxLateness) : time;
    }

    /// <summary>The events whose timestamp can lie in the window: all between, and if some are late, others too.</summary>
    public (long First, long End) Range(Window window) =>
        (FirstArrivedSince(window.From), FirstArrivedSince(Ordered ? window.Until : Rfc3339.Plus(window.Until, MaxLateness)));

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

        // Most have nanoseconds; some come from clients that count coarser. Only if the slot holds such a moment.
        var unit = (hash & 15) switch { 0 => Rfc3339.Second, 1 => 1_000_000, 2 => 1_000, _ => 1 };
        var rounded = time - (((time % unit) + unit) % unit);
        rounded = rounded < from ? rounded + unit : rounded;
        return rounded < until ? rounded : time;
    }

    private long SlotAt(long index) => start + (index * _width) + (index * _remainder / count);
}
