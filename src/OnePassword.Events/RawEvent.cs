using System.Buffers;
using System.Text;
using OnePassword.Events.Reading;

namespace OnePassword.Events;

/// <summary>
/// An event as the server sent it, byte for byte. It is valid until its page is disposed: see <see cref="RawEventPage"/>.
/// An event that <see cref="Parse"/> returns has no page and stays valid.
/// </summary>
public readonly struct RawEvent
{
    private const byte Escape = (byte)'\\';

    private readonly PooledBody? _body;
    private readonly RawSlice _slice;

    internal RawEvent(PooledBody body, in RawSlice slice) => (_body, _slice) = (body, slice);

    /// <summary>Parses the UTF-8 JSON of one event, for example from a file. The event has its own copy of the bytes.</summary>
    /// <param name="json">One JSON object. White space before and after it is not part of the event.</param>
    /// <exception cref="FormatException"><paramref name="json"/> is not one JSON object.</exception>
    public static RawEvent Parse(ReadOnlyMemory<byte> json) => RawEventParser.Parse(json.Span);

    /// <summary>Gets the UTF-8 JSON of the event, from its first to its last brace.</summary>
    /// <exception cref="ObjectDisposedException">
    /// The page has been disposed. The span of a memory that was obtained earlier throws it too.
    /// </exception>
    public ReadOnlyMemory<byte> Json => _body is null ? default : _body.Memory.Slice(_slice.Start, _slice.Length);

    /// <summary>Gets the uuid of the event, by which duplicates are detected; null if it has none.</summary>
    /// <remarks>Invalid Unicode is replaced by U+FFFD. Such a uuid is not used to detect duplicates.</remarks>
    /// <exception cref="ObjectDisposedException">The page has been disposed.</exception>
    public string? Uuid => _slice.UuidLength == 0 ? null : WireText.Of(UuidText, UuidText.Contains(Escape));

    /// <summary>
    /// Gets the identifier of the event in <see cref="Checkpoint.RecentUuids"/>: the uuid, <c>#</c> and a checksum of the bytes
    /// in eight hexadecimal digits. Null if the event has no usable uuid.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The page has been disposed.</exception>
    public string? DuplicateKey =>
        EventIdentity.Of(Uuid) is { } uuid ? EventIdentity.KeyOf(uuid, Checksum.Of(Json.Span)) : null;

    /// <summary>Gets the timestamp of the event; null if it has none or it cannot be parsed.</summary>
    /// <exception cref="ObjectDisposedException">The page has been disposed.</exception>
    public EventTime? Timestamp =>
        EventTime.TryParse(WireText.Of(TimeText, TimeText.Contains(Escape)), out var time) ? time : null;

    /// <summary>Gets the instant of <see cref="Timestamp"/> in units of 100 ns, without allocating its text.</summary>
    /// <param name="timestamp">The instant of the event.</param>
    /// <returns>False if the event has no timestamp or it cannot be parsed.</returns>
    /// <exception cref="ObjectDisposedException">The page has been disposed.</exception>
    public bool TryGetTimestamp(out DateTimeOffset timestamp)
    {
        const int Usual = 64;
        if (_slice.TimeLength > Usual || TimeText.Contains(Escape))
        {
            var unusual = Timestamp;
            timestamp = unusual?.Value ?? default;
            return unusual is not null;
        }
        Span<char> text = stackalloc char[Usual];
        timestamp = default;
        return Ascii.ToUtf16(TimeText, text, out var length) == OperationStatus.Done
            && Rfc3339.TryParse(text[..length], out timestamp);
    }

    /// <summary>Returns <see cref="Json"/> as text. Bytes that are not valid UTF-8 become U+FFFD.</summary>
    /// <exception cref="ObjectDisposedException">The page has been disposed.</exception>
    public override string ToString() => Encoding.UTF8.GetString(Text(_slice.Start, _slice.Length));

    /// <summary>Writes the event on one line: its bytes without the line breaks between tokens.</summary>
    /// <param name="output">Receives the bytes.</param>
    /// <exception cref="ArgumentNullException"><paramref name="output"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The page has been disposed.</exception>
    public void Write(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);

        // JSON does not allow a line break inside a string, so each one is between tokens.
        var rest = Text(_slice.Start, _slice.Length);
        for (var end = rest.IndexOfAny("\r\n"u8); end >= 0; end = rest.IndexOfAny("\r\n"u8))
        {
            output.Write(rest[..end]);
            rest = rest[(end + 1)..];
        }
        output.Write(rest);
    }

    /// <summary>Writes the event as a line of NDJSON: <see cref="Write"/> and a line feed.</summary>
    /// <param name="output">Receives the bytes.</param>
    /// <exception cref="ArgumentNullException"><paramref name="output"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The page has been disposed.</exception>
    public void WriteLine(IBufferWriter<byte> output)
    {
        Write(output);
        output.Write("\n"u8);
    }

    private ReadOnlySpan<byte> TimeText => Text(_slice.TimeStart, _slice.TimeLength);

    private ReadOnlySpan<byte> UuidText => Text(_slice.UuidStart, _slice.UuidLength);

    private ReadOnlySpan<byte> Text(int start, int length) => _body is null ? default : _body.GetSpan().Slice(start, length);
}
