using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using OnePassword.Events.Destinations.Http;

namespace OnePassword.Events.Destinations.Otlp;

/// <summary>Log records in the JSON form of OTLP: camel case, and 64-bit integers as text.</summary>
internal sealed class JsonLogs : LogEncoding
{
    // Quotes would otherwise have six bytes, and the body is full of them.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override string ContentType => "application/json";

    public override ReadOnlyMemory<byte> Empty { get; } = "{}"u8.ToArray();

    public override void Write(LogRecord record, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        if (record.Time > 0)
            json.WriteString("timeUnixNano"u8, record.Time.ToString(CultureInfo.InvariantCulture));
        json.WriteString("observedTimeUnixNano"u8, record.ObservedTime.ToString(CultureInfo.InvariantCulture));
        json.WriteNumber("severityNumber"u8, record.Severity);
        json.WriteString("severityText"u8, record.SeverityText);
        json.WriteString("eventName"u8, record.EventName);
        json.WriteStartObject("body"u8);
        if (record.IsText)
            json.WriteString("stringValue"u8, record.Body.Span);
        else
            json.WriteBase64String("bytesValue"u8, record.Body.Span);
        json.WriteEndObject();
        WriteAttributes(json, record.Attributes);
        json.WriteEndObject();
    }

    public override BatchBody Body(EventBatch batch, string serviceName)
    {
        var resource = new ArrayBufferWriter<byte>();
        resource.Write("{\"resourceLogs\":[{\"resource\":"u8);
        using (var json = new Utf8JsonWriter(resource, Options))
        {
            json.WriteStartObject();
            WriteAttributes(json, Resource(batch.Origin, serviceName));
            json.WriteEndObject();
        }
        resource.Write(",\"scopeLogs\":[{\"scope\":{\"name\":\"op-events\"},\"logRecords\":["u8);
        return new BatchBody(ContentType)
        {
            Opening = resource.WrittenMemory,
            Separator = ","u8.ToArray(),
            Closing = "]}]}]}"u8.ToArray(),
        };
    }

    private static void WriteAttributes(Utf8JsonWriter json, IEnumerable<(string Key, string Value)> attributes)
    {
        json.WriteStartArray("attributes"u8);
        foreach (var (key, value) in attributes)
        {
            json.WriteStartObject();
            json.WriteString("key"u8, key);
            json.WriteStartObject("value"u8);
            json.WriteString("stringValue"u8, value);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
