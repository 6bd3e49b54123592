using System.Buffers;

namespace OnePassword.Events.Emulator.Events;

/// <summary>The events of one feed that are made up when they are read.</summary>
internal sealed class GeneratedEvents(Timeline timeline, IEventWriter writer, bool unknownFields, bool indented) : IEventSource
{
    /// <summary>The longest generated event, with room to spare; a test holds it to that.</summary>
    private const int MaxEventLength = 4_096;

    public long Count => timeline.Count;

    public IEnumerable<long> Matching(Window window, long position)
    {
        var (first, end) = timeline.Range(window);
        for (var next = Math.Max(position, first); next < end; next++)
        {
            if (timeline.Ordered || window.Contains(timeline.TimestampAt(next)))
                yield return next;
        }
    }

    public void Write(long position, EmulatorApi api, IBufferWriter<byte> target)
    {
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
