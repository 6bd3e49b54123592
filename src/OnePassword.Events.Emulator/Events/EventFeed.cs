using System.Buffers;

namespace OnePassword.Events.Emulator.Events;

/// <summary>
/// One feed in order of arrival: positions 0 to count - 1 are those of its source, generated or recorded, the positions
/// after them were appended.
/// </summary>
internal sealed class EventFeed(IEventSource source)
{
    /// <summary>Gets what users appended.</summary>
    public AppendedEvents Appended { get; } = new();

    /// <summary>Gets the position of the next event to arrive.</summary>
    public long End => source.Count + Appended.Count;

    /// <summary>The positions from <paramref name="position"/> on whose events lie in the window.</summary>
    public IEnumerable<long> Matching(Window window, long position)
    {
        foreach (var next in source.Matching(window, position))
            yield return next;

        var end = End;
        for (var next = Math.Max(position, source.Count); next < end; next++)
        {
            if (window.Contains(Appended[next - source.Count].Timestamp))
                yield return next;
        }
    }

    public void Write(long position, EmulatorApi api, IBufferWriter<byte> target)
    {
        if (position < source.Count)
            source.Write(position, api, target);
        else
            target.Write(Appended[position - source.Count].Json.Span);
    }
}
