using System.Buffers;
using OnePassword.Events.Emulator.Events;
using OnePassword.Events.Emulator.Wire;

namespace OnePassword.Events.Emulator.Generation;

/// <summary>The events of one feed, generated when they are read.</summary>
internal sealed class GeneratedEvents(Timeline timeline, IEventWriter writer, bool unknownFields, bool indented) : IEventSource
{
    /// <summary>Twice the length that a test allows for an event.</summary>
    private const int MaxEventLength = 4_096;

    public long Count => timeline.Count;

    public IEnumerable<long> Matching(TimeRange range, long position)
    {
        var (first, end) = timeline.Range(range);
        for (var next = Math.Max(position, first); next < end; next++)
        {
            if (timeline.Ordered || range.Contains(timeline.TimestampAt(next)))
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
        JsonIndenter.Write(compact[..Generate(compact, position, api)], target);
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
