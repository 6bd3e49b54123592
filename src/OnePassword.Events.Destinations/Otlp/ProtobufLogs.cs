using System.Buffers;
using OnePassword.Events.Destinations.Http;

namespace OnePassword.Events.Destinations.Otlp;

/// <summary>Log records in protobuf: the numbers of the fields are those of logs.proto and common.proto.</summary>
internal sealed class ProtobufLogs : LogEncoding
{
    public override string ContentType => "application/x-protobuf";

    public override ReadOnlyMemory<byte> Empty => default;

    public override void Write(LogRecord record, IBufferWriter<byte> output)
    {
        var fields = new ArrayBufferWriter<byte>(record.Body.Length + 1_024);
        if (record.Time > 0)
            ProtobufWriter.Fixed64(fields, 1, record.Time);
        ProtobufWriter.Number(fields, 2, (ulong)record.Severity);
        ProtobufWriter.Text(fields, 3, record.SeverityText);
        ProtobufWriter.Opening(fields, 5, ProtobufWriter.Length(record.Body.Length));
        ProtobufWriter.Bytes(fields, record.IsText ? 1 : 7, record.Body.Span);
        foreach (var (key, value) in record.Attributes)
            WriteAttribute(fields, 6, key, value);
        ProtobufWriter.Fixed64(fields, 11, record.ObservedTime);
        ProtobufWriter.Text(fields, 12, record.EventName);
        ProtobufWriter.Bytes(output, 2, fields.WrittenSpan); // ScopeLogs.log_records
    }

    public override BatchBody Body(EventBatch batch, string serviceName)
    {
        var resource = new ArrayBufferWriter<byte>();
        foreach (var (key, value) in Resource(batch.Origin, serviceName))
            WriteAttribute(resource, 1, key, value);
        var scope = ProtobufWriter.Length(ProtobufWriter.Length(Scope));
        var logs = scope + batch.Events.Sum(one => one.Encoded.Length);

        var opening = new ArrayBufferWriter<byte>();
        ProtobufWriter.Opening(opening, 1, ProtobufWriter.Length(resource.WrittenCount) + ProtobufWriter.Length(logs));
        ProtobufWriter.Bytes(opening, 1, resource.WrittenSpan);
        ProtobufWriter.Opening(opening, 2, logs);
        ProtobufWriter.Opening(opening, 1, ProtobufWriter.Length(Scope));
        ProtobufWriter.Text(opening, 1, Scope);
        return new BatchBody(ContentType) { Opening = opening.WrittenMemory };
    }

    private static void WriteAttribute(IBufferWriter<byte> output, int field, string key, string value)
    {
        var any = ProtobufWriter.Length(value);
        ProtobufWriter.Opening(output, field, ProtobufWriter.Length(key) + ProtobufWriter.Length(any));
        ProtobufWriter.Text(output, 1, key);
        ProtobufWriter.Opening(output, 2, any);
        ProtobufWriter.Text(output, 1, value);
    }
}
