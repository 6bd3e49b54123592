using System.Buffers;

namespace OnePassword.Events.Cli.Output;

/// <summary>Formats events as lines: the bytes from the server, bare or in an envelope.</summary>
internal sealed class LineFormatter(Envelope? envelope)
{
    private readonly ArrayBufferWriter<byte> _lines = new(1 << 20);

    /// <returns>The lines, which are valid until the next call.</returns>
    public ReadOnlyMemory<byte> Format(IReadOnlyList<RawEvent> events, DateTimeOffset readAt)
    {
        var opening = envelope is null ? [] : envelope.Opening(readAt);
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
