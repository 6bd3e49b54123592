using System.Buffers;

namespace OnePassword.Events.Cli.Output;

/// <summary>ConcurrencyLimiter events into lines: each as the server sent it, bare or in an envelope.</summary>
internal sealed class EventLineWriter
{
    private readonly ArrayBufferWriter<byte> _lines = new(1 << 20);

    /// <param name="events">What to write.</param>
    /// <param name="opening">The envelope up to the event, an object that has yet to be closed; empty for bare lines.</param>
    /// <returns>The lines, until the next call.</returns>
    public ReadOnlyMemory<byte> Write(IReadOnlyList<RawEvent> events, ReadOnlySpan<byte> opening)
    {
        _lines.ResetWrittenCount();
        foreach (var @event in events)
        {
            _lines.Write(opening);
            @event.Write(_lines);
            _lines.Write(opening.IsEmpty ? "\n"u8 : "}\n"u8);
        }
        return _lines.WrittenMemory;
    }
}
