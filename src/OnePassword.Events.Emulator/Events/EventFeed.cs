using System.Buffers;

namespace OnePassword.Events.Emulator.Events;

/// <summary>
/// One feed in order of arrival: positions 0 to count - 1 are generated when read, the positions after them were appended.
/// </summary>
internal sealed class EventFeed(Timeline timeline, IEventWriter writer, bool unknownFields, bool indented)
{
    /// <summary>The longest generated event, with room to spare; a test holds it to that.</summary>
    private const int MaxEventLength = 4_096;

    /// <summary>Gets what users appended.</summary>
    public AppendedEvents Appended { get; } = new();

    /// <summary>Gets the position of the next event to arrive.</summary>
    public long End => timeline.Count + Appended.Count;

    /// <summary>The positions from <paramref name="position"/> on whose events lie in the window.</summary>
    public IEnumerable<long> Matching(Window window, long position)
    {
        var (first, end) = timeline.Range(window);
        for (var next = Math.Max(position, first); next < end; next++)
        {
            if (timeline.Ordered || window.Contains(timeline.TimestampAt(next)))
                yield return next;
        }

        end = End;
        for (var next = Math.Max(position, timeline.Count); next < end; next++)
        {
            if (window.Contains(Appended[next - timeline.Count].Timestamp))
                yield return next;
        }
    }

    public void Write(long position, EmulatorApi api, IBufferWriter<byte> target)
    {
        if (position >= timeline.Count)
        {
            target.Write(Appended[position - timeline.Count].Json.Span);
            return;
        }

        if (!indented)
        {
            target.Advance(Generate(target.GetSpan(MaxEventLength), position, api));
            return;
        }

        Span<byte> compact = stackalloc byte[MaxEventLength];
        Indenter.Write(compact[..Generate(compact, position, api)], target);
    }

    private int Generate(Span<byte> target, long position, EmulatorApi api)
    {
        var json = new JsonText(target);
        writer.Write(ref json, position, timeline.TimestampAt(position), api);
        if (unknownFields)
            json.Raw(UnknownFields.Of(position));
        json.Raw("}"u8);
        return json.Length;
    }
}
