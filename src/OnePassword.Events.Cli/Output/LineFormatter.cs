using System.Buffers;

namespace OnePassword.Events.Cli.Output;

/// <summary>Formats events as lines: the bytes from the server, bare or in an envelope.</summary>
/// <param name="envelope">The envelope; null for bare events.</param>
/// <param name="capacity">The initial size of the buffer, in bytes.</param>
internal sealed class LineFormatter(Envelope? envelope, int capacity = 1 << 20)
{
    /// <summary>
    /// The size of a part, in bytes. A part fits into the processor's cache, and is cheaper to write than a copy of the page.
    /// </summary>
    public const int PartSize = 1 << 16;

    private readonly ArrayBufferWriter<byte> _lines = new(capacity);

    /// <returns>The lines, which are valid until the next call.</returns>
    public ReadOnlyMemory<byte> Format(IReadOnlyList<RawEvent> events, DateTimeOffset readAt)
    {
        Format(events, 0, int.MaxValue, readAt);
        return _lines.WrittenMemory;
    }

    /// <summary>Formats a page part by part: less memory than the page as a whole.</summary>
    /// <returns>
    /// Whole lines of at most <see cref="PartSize"/> bytes, or one longer line. They are valid until the next part.
    /// </returns>
    public IEnumerable<ReadOnlyMemory<byte>> FormatParts(IReadOnlyList<RawEvent> events, DateTimeOffset readAt)
    {
        for (var next = 0; next < events.Count;)
        {
            next = Format(events, next, PartSize, readAt);
            yield return _lines.WrittenMemory;
        }
    }

    // Returns the index of the first event that no longer fits; each part has at least one event.
    private int Format(IReadOnlyList<RawEvent> events, int first, int size, DateTimeOffset readAt)
    {
        var opening = envelope is null ? [] : envelope.Opening(readAt);
        _lines.ResetWrittenCount();
        var next = first;
        while (next < events.Count
            && (next == first || _lines.WrittenCount + opening.Length + events[next].Json.Length + "}\n"u8.Length <= size))
        {
            _lines.Write(opening);
            events[next++].Write(_lines);
            _lines.Write(opening.IsEmpty ? "\n"u8 : "}\n"u8);
        }
        return next;
    }
}
