using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace OnePassword.Events.Destinations.DeadLetters;

/// <summary>A dead letter as JSON, in its file and in <c>op-events deadletter show --json</c>.</summary>
internal static class DeadLetterJson
{
    public static readonly JsonWriterOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the values of a dead letter into an object.</summary>
    public static void Write(Utf8JsonWriter json, DeadLetter letter)
    {
        json.WriteString("time", letter.Time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        json.WriteString("destination", letter.Destination);
        if (letter.Status is { } status)
            json.WriteNumber("status", status);
        json.WriteString("reason", letter.Reason);
        var origin = letter.Origin;
        json.WriteString("account", origin.Account);
        json.WriteString("account_uuid", origin.AccountUuid);
        json.WriteString("feed", origin.Feed);
        json.WriteString("api", origin.ApiVersion);
        json.WriteString("host", origin.Host);
        json.WriteString("read_at", origin.ReadAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        var line = new ArrayBufferWriter<byte>(letter.Event.Json.Length);
        letter.Event.Write(line);
        if (Utf8.IsValid(line.WrittenSpan))
        {
            json.WritePropertyName("event");
            json.WriteRawValue(line.WrittenSpan, skipInputValidation: true);
        }
        else
        {
            json.WriteBase64String("event_base64", line.WrittenSpan);
        }
    }

    public static DeadLetter Read(JsonElement json)
    {
        var bytes = json.TryGetProperty("event_base64", out var encoded)
            ? encoded.GetBytesFromBase64()
            : Bytes(json.GetProperty("event"));
        var origin = new EventOrigin
        {
            Feed = Text(json, "feed")!,
            Account = Text(json, "account"),
            AccountUuid = Text(json, "account_uuid"),
            ApiVersion = Text(json, "api")!,
            Host = Text(json, "host"),
            ReadAt = Time(json, "read_at"),
        };
        return new DeadLetter(
            RawEvent.Parse(bytes), origin, Text(json, "destination")!, Text(json, "reason")!,
            json.TryGetProperty("status", out var status) ? status.GetInt32() : null, Time(json, "time"));
    }

    // The bytes as they are in the file, and not as a serializer would write the value.
    private static byte[] Bytes(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).ToArray();

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static DateTimeOffset Time(JsonElement json, string name) => json.GetProperty(name).GetDateTimeOffset();
}
