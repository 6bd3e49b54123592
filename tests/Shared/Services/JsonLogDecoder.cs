using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OnePassword.Events.Testing.Services;

/// <summary>Decodes the JSON form of OTLP logs. It accepts only the fields that it knows.</summary>
internal static class JsonLogDecoder
{
    public static List<CollectedLog> Decode(byte[] body)
    {
        using var json = JsonDocument.Parse(body);
        var logs = new List<CollectedLog>();
        Known(json.RootElement, "resourceLogs");
        foreach (var resource in Items(json.RootElement, "resourceLogs"))
        {
            Known(resource, "resource", "scopeLogs");
            Known(resource.GetProperty("resource"), "attributes");
            foreach (var scope in Items(resource, "scopeLogs"))
            {
                Known(scope, "scope", "logRecords");
                Known(scope.GetProperty("scope"), "name");
                logs.AddRange(Items(scope, "logRecords").Select(log => Log(log, Attributes(resource.GetProperty("resource")))));
            }
        }
        return logs;
    }

    private static CollectedLog Log(JsonElement log, Dictionary<string, string> resource)
    {
        Known(log, "timeUnixNano", "observedTimeUnixNano", "severityNumber", "severityText", "eventName", "body", "attributes");
        var body = log.GetProperty("body");
        Known(body, "stringValue", "bytesValue");
        var isText = body.TryGetProperty("stringValue", out var text);
        return new CollectedLog(
            Number(log, "timeUnixNano"), Number(log, "observedTimeUnixNano"), log.GetProperty("severityNumber").GetInt32(),
            log.GetProperty("severityText").GetString()!, log.GetProperty("eventName").GetString()!,
            isText ? Encoding.UTF8.GetBytes(text.GetString()!) : body.GetProperty("bytesValue").GetBytesFromBase64(), isText)
        {
            Attributes = Attributes(log),
            Resource = resource,
        };
    }

    private static ulong Number(JsonElement log, string name) => log.TryGetProperty(name, out var value)
        ? ulong.Parse(value.GetString()!, NumberStyles.None, CultureInfo.InvariantCulture)
        : 0;

    private static Dictionary<string, string> Attributes(JsonElement owner) => Items(owner, "attributes").ToDictionary(
        attribute => attribute.GetProperty("key").GetString()!,
        attribute => attribute.GetProperty("value").GetProperty("stringValue").GetString()!,
        StringComparer.Ordinal);

    private static JsonElement[] Items(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var items) ? [.. items.EnumerateArray()] : [];

    private static void Known(JsonElement owner, params string[] names)
    {
        if (owner.EnumerateObject().FirstOrDefault(field => !names.Contains(field.Name, StringComparer.Ordinal)) is { Value.ValueKind: not JsonValueKind.Undefined } field)
            throw new FormatException($"unknown field {field.Name}");
    }
}
