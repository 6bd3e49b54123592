using System.Buffers.Binary;
using System.Text;

namespace OnePassword.Events.Testing.Services;

/// <summary>Decodes OTLP logs from protobuf, by the field numbers of the specification. It accepts only the fields that it knows.</summary>
internal static class ProtobufLogDecoder
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    public static List<CollectedLog> Decode(byte[] request)
    {
        var logs = new List<CollectedLog>();
        foreach (var resourceLogs in Fields(request, "1:L").Select(field => Fields(field.Bytes, "1:L 2:L")))
        {
            var resource = Attributes(Fields(resourceLogs.Single(field => field.Number == 1).Bytes, "1:L"), 1);
            foreach (var scopeLogs in resourceLogs.Where(field => field.Number == 2))
            {
                var fields = Fields(scopeLogs.Bytes, "1:L 2:L");
                if (Text(Fields(fields.Single(field => field.Number == 1).Bytes, "1:L"), 1) != "op-events")
                    throw new FormatException("unknown scope");
                logs.AddRange(fields.Where(field => field.Number == 2).Select(field => Log(field.Bytes, resource)));
            }
        }
        return logs;
    }

    private static CollectedLog Log(byte[] message, Dictionary<string, string> resource)
    {
        var fields = Fields(message, "1:F 2:V 3:L 5:L 6:L 11:F 12:L");
        var body = Fields(fields.Single(field => field.Number == 5).Bytes, "1:L 7:L").Single();
        if (body.Number == 1)
            _ = Utf8.GetString(body.Bytes);
        return new CollectedLog(
            Value(fields, 1), Value(fields, 11), (int)Value(fields, 2), Text(fields, 3), Text(fields, 12), body.Bytes, body.Number == 1)
        {
            Attributes = Attributes(fields, 6),
            Resource = resource,
        };
    }

    private static Dictionary<string, string> Attributes(List<(int Number, ulong Value, byte[] Bytes)> fields, int number) =>
        fields.Where(field => field.Number == number).Select(field => Fields(field.Bytes, "1:L 2:L"))
            .ToDictionary(
                pair => Text(pair, 1), pair => Text(Fields(pair.Single(field => field.Number == 2).Bytes, "1:L"), 1), StringComparer.Ordinal);

    private static string Text(List<(int Number, ulong Value, byte[] Bytes)> fields, int number) =>
        Utf8.GetString(fields.Single(field => field.Number == number).Bytes);

    private static ulong Value(List<(int Number, ulong Value, byte[] Bytes)> fields, int number) =>
        fields.SingleOrDefault(field => field.Number == number).Value;

    // The known fields are "number:kind", the kind being V for varint, F for fixed64 and L for a length.
    private static List<(int Number, ulong Value, byte[] Bytes)> Fields(byte[] message, string known)
    {
        var fields = new List<(int, ulong, byte[])>();
        var position = 0;
        while (position < message.Length)
        {
            var tag = Varint(message, ref position);
            var (number, kind) = ((int)(tag >> 3), (tag & 7) switch { 0 => 'V', 1 => 'F', 2 => 'L', _ => '?' });
            if (!known.Split(' ').Contains($"{number}:{kind}", StringComparer.Ordinal))
                throw new FormatException($"unknown field {number}:{kind}");
            if (kind == 'L')
            {
                var length = (int)Varint(message, ref position);
                fields.Add((number, 0, message.AsSpan(position, length).ToArray()));
                position += length;
            }
            else if (kind == 'F')
            {
                fields.Add((number, BinaryPrimitives.ReadUInt64LittleEndian(message.AsSpan(position, 8)), []));
                position += 8;
            }
            else
            {
                fields.Add((number, Varint(message, ref position), []));
            }
        }
        return fields;
    }

    private static ulong Varint(byte[] message, ref int position)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            if (position == message.Length || shift > 63)
                throw new FormatException("a varint ends early");
            var part = message[position++];
            value |= (ulong)(part & 127) << shift;
            if (part < 128)
                return value;
        }
    }
}
