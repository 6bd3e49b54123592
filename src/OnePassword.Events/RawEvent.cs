using System.Buffers;
using System.Text;
using OnePassword.Events.Reading;

namespace OnePassword.Events;

/// <summary>An event as the server sent it, byte for byte. It lives as long as its page: see <see cref="RawEventPage"/>.</summary>
public readonly struct RawEvent
{
    private const byte Escape = (byte)'\\';

    private readonly WireBody? _body;
    private readonly RawSlice _slice;

    internal RawEvent(WireBody body, in RawSlice slice) => (_body, _slice) = (body, slice);

    /// <summary>The UTF-8 JSON of the event, from its first to its last brace.</summary>
    /// <exception cref="ObjectDisposedException">The page has been disposed; memory that was taken before throws it where its span is asked for.</exception>
    public ReadOnlyMemory<byte> Json => _body is null ? default : _body.Memory.Slice(_slice.Start, _slice.Length);

    /// <summary>The identifier of the event, by which a repeated one is recognised; null if it has none.</summary>
    /// <remarks>What is not valid Unicode in it is replaced by U+FFFD. Such an identifier recognises no event.</remarks>
    /// <exception cref="ObjectDisposedException">The page has been disposed.</exception>
    public string? Uuid => _slice.UuidLength == 0 ? null : WireText.Of(UuidText, UuidText.Contains(Escape));

    /// <summary>When the event happened; null if it says so in no form that can be read.</summary>
    /// <exception cref="ObjectDisposedException">The page has been disposed.</exception>
    public EventTime? Timestamp => EventTime.TryParse(WireText.Of(TimeText, TimeText.Contains(Escape)), out var time) ? time : null;

    /// <summary>The moment of <see cref="Timestamp"/>, to 100 ns, without making a text of it.</summary>
    /// <param name="moment">When the event happened.</param>
    /// <returns>False if the event says so in no form that can be read.</returns>
    /// <exception cref="ObjectDisposedException">The page has been disposed.</exception>
    public bool TryGetTimestamp(out DateTimeOffset moment)
    {
        const int Usual = 64;
        if (_slice.TimeLength > Usual || TimeText.Contains(Escape))
        {
            var unusual = Timestamp;
            moment = unusual?.Value ?? default;
            return unusual is not null;
        }
        Span<char> text = stackalloc char[Usual];
        moment = default;
        return Ascii.ToUtf16(TimeText, text, out var length) == OperationStatus.Done && Rfc3339.TryParse(text[..length], out moment);
    }

    /// <summary>Writes the event on one line: its bytes, less the line breaks between tokens.</summary>
    /// <param name="output">Where to.</param>
    /// <exception cref="ArgumentNullException"><paramref name="output"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The page has been disposed.</exception>
    public void Write(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);

        // JSON allows no line break inside a string, so each one here stands between tokens.
        var rest = Text(_slice.Start, _slice.Length);
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
