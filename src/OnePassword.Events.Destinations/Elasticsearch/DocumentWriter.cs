using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace OnePassword.Events.Destinations.Elasticsearch;

/// <summary>Writes the two lines of an event in a bulk request: the action and the document.</summary>
internal sealed class DocumentWriter(ElasticsearchOptions options, ElasticsearchTarget target)
{
    private const int MaxIdBytes = 512;

    private static readonly JsonWriterOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Returns the id of the document: the same for the same event, and one that the service accepts.</summary>
    public string IdOf(in RawEvent rawEvent, EventOrigin origin)
    {
        var prefix = options.AccountInIds ? $"{origin.Account ?? origin.AccountUuid}:" : "";
        var id = prefix + rawEvent.Uuid;
        return id.Length > prefix.Length && !id.Contains('\uFFFD') && Encoding.UTF8.GetByteCount(id) <= MaxIdBytes
            ? id
            : prefix + Convert.ToHexStringLower(SHA256.HashData(rawEvent.Json.Span));
    }

    public void Write(in RawEvent rawEvent, EventOrigin origin, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, Legible);
        WriteAction(json, rawEvent, origin);
        output.Write("\n"u8);
        json.Reset();
        if (options.Format == EventFormat.Raw)
            WriteRaw(json, rawEvent, origin);
        else
            WriteFormatted(json, rawEvent, origin, output);
        output.Write("\n"u8);
    }

    // The target of a data stream is in the path: some clusters do not allow it in an action.
    private void WriteAction(Utf8JsonWriter json, in RawEvent rawEvent, EventOrigin origin)
    {
        json.WriteStartObject();
        json.WriteStartObject("create"u8);
        if (target.IsMonthly)
            json.WriteString("_index"u8, target.NameFor(origin, rawEvent));
        json.WriteString("_id"u8, IdOf(rawEvent, origin));
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
    }

    private void WriteRaw(Utf8JsonWriter json, in RawEvent rawEvent, EventOrigin origin)
    {
        json.WriteStartObject();
        json.WriteString("@timestamp"u8, DocumentTime.Of(rawEvent, origin));
        WriteDataStream(json, origin);
        DocumentOrigin.Write(json, origin);
        var line = new ArrayBufferWriter<byte>(rawEvent.Json.Length + 1);
        rawEvent.Write(line);
        if (Utf8.IsValid(line.WrittenSpan))
            json.WriteString("message"u8, line.WrittenSpan);
        else
            json.WriteString("message"u8, Encoding.UTF8.GetString(line.WrittenSpan));
        json.WriteEndObject();
        json.Flush();
    }

    // Adds members to the object of the format.
    private void WriteFormatted(Utf8JsonWriter json, in RawEvent rawEvent, EventOrigin origin, IBufferWriter<byte> output)
    {
        var body = new ArrayBufferWriter<byte>(2 * rawEvent.Json.Length);
        options.Format.Write(rawEvent, origin, body);
        var added = new ArrayBufferWriter<byte>();
        json.Reset(added);
        json.WriteStartObject();
        if (options.Format != EventFormat.Ecs) // It has the time already.
            json.WriteString("@timestamp"u8, DocumentTime.Of(rawEvent, origin));
        WriteDataStream(json, origin);
        json.WriteEndObject();
        json.Flush();
        if (added.WrittenCount == 2)
        {
            output.Write(body.WrittenSpan);
            return;
        }
        output.Write(added.WrittenSpan[..^1]);
        output.Write(","u8);
        output.Write(body.WrittenSpan[1..]);
    }

    // The dashboards of Elastic select documents by these fields. They are the three parts of the name.
    private void WriteDataStream(Utf8JsonWriter json, EventOrigin origin)
    {
        if (!target.IsDataStream || target.NameFor(origin).Split('-') is not [var type, var dataset, var name])
            return;
        json.WriteStartObject("data_stream"u8);
        json.WriteString("type"u8, type);
        json.WriteString("dataset"u8, dataset);
        json.WriteString("namespace"u8, name);
        json.WriteEndObject();
    }
}
