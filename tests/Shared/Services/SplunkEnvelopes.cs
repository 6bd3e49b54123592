using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace OnePassword.Events.Testing.Services;

/// <summary>Parses the body of a request as strictly as the HTTP Event Collector of Splunk.</summary>
internal static class SplunkEnvelopes
{
    /// <summary>Parses envelopes until one is invalid.</summary>
    /// <param name="body">Envelopes one after another.</param>
    /// <param name="indexes">The allowed indexes; null for all.</param>
    /// <returns>The valid envelopes, and the code and text of the first invalid one.</returns>
    public static (List<SplunkEvent> Events, (int Code, string Text)? Fault) Parse(byte[] body, IReadOnlyCollection<string>? indexes)
    {
        var events = new List<SplunkEvent>();
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { AllowMultipleValues = true });
        try
        {
            while (reader.Read())
            {
                var envelope = JsonElement.ParseValue(ref reader);
                if (Fault(envelope, indexes) is { } fault)
                    return (events, fault);
                events.Add(new SplunkEvent(
                    Raw(envelope, "time"), Text(envelope, "host"), Text(envelope, "source"), Text(envelope, "sourcetype"),
                    Text(envelope, "index"), Raw(envelope, "fields"), Utf8(envelope.GetProperty("event"))));
            }
        }
        catch (JsonException)
        {
            return (events, (6, "Invalid data format"));
        }
        return (events, events.Count == 0 ? (5, "No data") : null);
    }

    private static (int Code, string Text)? Fault(JsonElement envelope, IReadOnlyCollection<string>? indexes)
    {
        if (envelope.ValueKind != JsonValueKind.Object)
            return (6, "Invalid data format");
        if (envelope.EnumerateObject().Any(key => !IsValid(key)))
            return (6, "Invalid data format");
        if (!envelope.TryGetProperty("event", out var rawEvent))
            return (12, "Event field is required");
        if (rawEvent is { ValueKind: JsonValueKind.Null } or { ValueKind: JsonValueKind.String } && rawEvent.GetString() is null or "")
            return (13, "Event field cannot be blank");
        if (envelope.TryGetProperty("fields", out var fields)
            && (fields.ValueKind != JsonValueKind.Object || fields.EnumerateObject().Any(field => field.Value.ValueKind == JsonValueKind.Object)))
            return (15, "Error in handling indexed fields");
        return Text(envelope, "index") is { } index && indexes?.Contains(index, StringComparer.Ordinal) == false ? (7, "Incorrect index") : null;
    }

    private static bool IsValid(JsonProperty key) => key.Name switch
    {
        "time" => key.Value.ValueKind == JsonValueKind.Number
            && decimal.TryParse(key.Value.GetRawText(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _),
        "host" or "source" or "sourcetype" or "index" => key.Value.ValueKind == JsonValueKind.String,
        "fields" or "event" => true,
        _ => false,
    };

    private static string? Text(JsonElement envelope, string name) =>
        envelope.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string? Raw(JsonElement envelope, string name) =>
        envelope.TryGetProperty(name, out var value) ? Utf8(value) : null;

    // GetRawText throws if the bytes are not UTF-8.
    private static string Utf8(JsonElement value) => Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(value));
}
