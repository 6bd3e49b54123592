using System.Buffers;
using System.Text;

namespace OnePassword.Events;

/// <summary>An event as the server sent it, byte for byte.</summary>
public readonly struct RawEvent
{
    private readonly ReadOnlyMemory<byte> _uuid;
    private readonly ReadOnlyMemory<byte> _timestamp;

    internal RawEvent(ReadOnlyMemory<byte> json, ReadOnlyMemory<byte> uuid, ReadOnlyMemory<byte> timestamp) => (Json, _uuid, _timestamp) = (json, uuid, timestamp);

    /// <summary>The UTF-8 JSON of the event, from its first to its last brace.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>The identifier of the event, by which a repeated one is recognised; null if it has none.</summary>
    public string? Uuid => _uuid.IsEmpty ? null : Encoding.UTF8.GetString(_uuid.Span);

    /// <summary>When the event happened; null if it says so in no form that can be read.</summary>
    public EventTime? Timestamp =>
        EventTime.TryParse(Encoding.ASCII.GetString(_timestamp.Span), out var time) ? time : null;

    /// <summary>Writes the event on one line: its bytes, less the line breaks between tokens.</summary>
    /// <param name="output">Where to.</param>
    /// <exception cref="ArgumentNullException"><paramref name="output"/> is null.</exception>
    public void Write(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);

        // JSON allows no line break inside a string, so each one here stands between tokens.
        var rest = Json.Span;
        for (var end = rest.IndexOfAny("\r\n"u8); end >= 0; end = rest.IndexOfAny("\r\n"u8))
        {
            output.Write(rest[..end]);
            rest = rest[(end + 1)..];
        }
        output.Write(rest);
    }

    /// <summary>Writes the event as a line of NDJSON: <see cref="Write"/>, then a line feed.</summary>
    /// <param name="output">Where to.</param>
    /// <exception cref="ArgumentNullException"><paramref name="output"/> is null.</exception>
    public void WriteLine(IBufferWriter<byte> output)
    {
        Write(output);
        output.Write("\n"u8);
    }
}
