using System.Buffers;

namespace OnePassword.Events.Emulator.Events;

/// <summary>
/// One feed in order of arrival. Positions 0 to count - 1 belong to the source (generated or recorded events), the positions
/// after them to appended events.
/// </summary>
internal sealed class EventFeed(IEventSource source)
{
    public AppendedEvents Appended { get; } = new();

    /// <summary>Gets the position of the next event to arrive.</summary>
    public long End => source.Count + Appended.Count;

    /// <summary>Returns the positions of events in the time range, starting at <paramref name="position"/>.</summary>
    public IEnumerable<long> Matching(TimeRange range, long position)
    {
        foreach (var next in source.Matching(range, position))
            yield return next;

        var end = End;
        for (var next = Math.Max(position, source.Count); next < end; next++)
        {
            if (range.Contains(Appended[next - source.Count].Timestamp))
                yield return next;
        }
    }

    /// <summary>Returns a number that depends on the appended events before a position; null if there are fewer.</summary>
    public ulong? AppendedFingerprintAt(long position)
    {
        var appended = Math.Max(position - source.Count, 0);
        return appended <= Appended.Count ? Appended.FingerprintOf(appended) : null;
    }

    public void Write(long position, EmulatorApi api, IBufferWriter<byte> target)
    {
        if (position < source.Count)
            source.Write(position, api, target);
        else
            target.Write(Appended[position - source.Count].Json.Span);
    }
}
