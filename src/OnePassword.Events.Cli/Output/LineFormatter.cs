using System.Buffers;

namespace OnePassword.Events.Cli.Output;

/// <summary>Writes events as lines in a format.</summary>
/// <param name="format">The format.</param>
/// <param name="capacity">The initial size of the buffer, in bytes.</param>
internal sealed class LineFormatter(EventFormat format, int capacity = 1 << 20)
{
    /// <summary>
    /// The size of a part, in bytes. A part fits into the processor's cache, and is cheaper to write than a copy of the page.
    /// </summary>
    public const int PartSize = 1 << 16;

    private readonly ArrayBufferWriter<byte> _lines = new(capacity);
    private int _overhead; // The most bytes that a line had in addition to the bytes of its event.

    /// <returns>The lines, which are valid until the next call.</returns>
    public ReadOnlyMemory<byte> Format(IReadOnlyList<RawEvent> events, EventOrigin origin)
    {
        Format(events, 0, int.MaxValue, origin);
        return _lines.WrittenMemory;
    }

    /// <summary>Formats a page part by part: less memory than the page as a whole.</summary>
    /// <returns>
    /// Whole lines of at most about <see cref="PartSize"/> bytes, or one longer line. They are valid until the next part.
    /// </returns>
    public IEnumerable<ReadOnlyMemory<byte>> FormatParts(IReadOnlyList<RawEvent> events, EventOrigin origin)
    {
        for (var next = 0; next < events.Count;)
        {
            next = Format(events, next, PartSize, origin);
            yield return _lines.WrittenMemory;
        }
    }

    // Returns the index of the first event that no longer fits; each part has at least one event.
    private int Format(IReadOnlyList<RawEvent> events, int first, int size, EventOrigin origin)
    {
        _lines.ResetWrittenCount();
        for (var next = first; next < events.Count; next++)
        {
            var (start, length) = (_lines.WrittenCount, events[next].Json.Length);
            if (next > first && start + length + _overhead > size)
                return next;
            format.Write(events[next], origin, _lines);
            _lines.Write("\n"u8);
            _overhead = Math.Max(_overhead, _lines.WrittenCount - start - length);
        }
        return events.Count;
    }
}
