using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OnePassword.Events.Formats;

/// <summary>An object around the bytes of the server that names their origin.</summary>
internal sealed class EnvelopeFormat() : EventFormat("envelope")
{
    // Names stay legible: a line is never part of a web page.
    private static readonly JsonWriterOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // A page is written by one thread, so that this is computed once per page.
    [ThreadStatic]
    private static (EventOrigin Origin, byte[] Opening)? _last;

    private protected override void WriteCore(in RawEvent @event, EventOrigin origin, IBufferWriter<byte> output)
    {
        output.Write(OpeningOf(origin));
        @event.Write(output);
        output.Write("}"u8);
    }

    private static ReadOnlySpan<byte> OpeningOf(EventOrigin origin)
    {
        if (_last is not { } last || !ReferenceEquals(last.Origin, origin))
            _last = last = (origin, Opening(origin));
        return last.Opening;
    }

    // The envelope up to the event. The object is not closed yet.
    private static byte[] Opening(EventOrigin origin)
    {
        var opening = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(opening, Legible))
        {
            json.WriteStartObject();
            json.WriteString("account", origin.Account);
            json.WriteString("feed", origin.Feed);
            json.WriteString("region", origin.Host);
            json.WriteString("read_at", origin.ReadAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            json.WritePropertyName("event");
        }
        return opening.WrittenSpan.ToArray();
    }
}
