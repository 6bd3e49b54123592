using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using OnePassword.Events.Destinations.Http;

namespace OnePassword.Events.Destinations.Https;

/// <summary>Encodes events and the body around them.</summary>
internal sealed class HttpsEncoder(HttpsOptions options)
{
    private readonly HttpsPreset _preset = options.Preset ?? new HttpsPreset("");

    // All events of a page have one origin.
    private readonly ConditionalWeakTable<EventOrigin, byte[]> _openings = [];

    public void Write(in RawEvent rawEvent, EventOrigin origin, IBufferWriter<byte> output)
    {
        if (rawEvent.Json.Length > _preset.MaxEventBytes)
            throw new EventRejectedException(FormattableString.Invariant(
                $"It has {rawEvent.Json.Length} bytes, and {_preset.Name} truncates events above {_preset.MaxEventBytes}. ")
                + BatchLimits.AnotherOutput);
        output.Write(_openings.GetValue(origin, Opening));
        if (_preset.EventIsText)
            WriteText(rawEvent, origin, output);
        else
            options.Format.Write(rawEvent, origin, output);
        output.Write(Encoding.UTF8.GetBytes(_preset.EventClosing));
        if (options.Body == HttpsBody.Lines)
            output.Write("\n"u8);
    }

    public BatchBody BodyOf(EventOrigin origin) => options.Body == HttpsBody.Lines
        ? new BatchBody("application/x-ndjson")
        : new BatchBody("application/json")
        {
            Opening = Encoding.UTF8.GetBytes(_preset.Expand(_preset.Opening ?? "[", origin, JavaScriptEncoder.Default.Encode)),
            Separator = ","u8.ToArray(),
            Closing = Encoding.UTF8.GetBytes(_preset.Closing ?? "]"),
        };

    private byte[] Opening(EventOrigin origin) =>
        Encoding.UTF8.GetBytes(_preset.Expand(_preset.EventOpening, origin, JavaScriptEncoder.Default.Encode));

    private void WriteText(in RawEvent rawEvent, EventOrigin origin, IBufferWriter<byte> output)
    {
        var json = new ArrayBufferWriter<byte>(rawEvent.Json.Length + 1);
        options.Format.Write(rawEvent, origin, json);
        output.Write("\""u8);
        var rest = json.WrittenSpan;
        while (!rest.IsEmpty)
        {
            // An invalid byte becomes U+FFFD: a JSON string cannot contain it.
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.EncodeUtf8(rest, output.GetSpan(1 << 10), out var read, out var written);
            output.Advance(written);
            rest = rest[read..];
        }
        output.Write("\""u8);
    }
}
