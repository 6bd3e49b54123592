using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace OnePassword.Events.Cli.DeadLetters;

/// <summary>Shows a dead letter as a line of JSON.</summary>
internal static class LetterJson
{
    private static readonly JsonWriterOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string ToLine(StoredLetter stored)
    {
        var (letter, line) = (stored.Letter, new ArrayBufferWriter<byte>());
        using (var json = new Utf8JsonWriter(line, Legible))
        {
            json.WriteStartObject();
            json.WriteString("output", stored.Output);
            json.WriteString("time", letter.Time);
            json.WriteString("destination", letter.Destination);
            if (letter.Status is { } status)
                json.WriteNumber("status", status);
            json.WriteString("reason", letter.Reason);
            json.WriteString("account", letter.Origin.Account);
            json.WriteString("feed", letter.Origin.Feed);
            var text = letter.Event.Json.Span;
            if (Utf8.IsValid(text))
            {
                json.WritePropertyName("event");
                json.WriteRawValue(text, skipInputValidation: true);
            }
            else
            {
                json.WriteBase64String("event_base64", text);
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(line.WrittenSpan);
    }
}
