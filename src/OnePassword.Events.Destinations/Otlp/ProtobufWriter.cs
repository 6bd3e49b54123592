using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace OnePassword.Events.Destinations.Otlp;

/// <summary>Writes fields of protobuf messages. Field numbers are below 16, so that each tag has one byte.</summary>
internal static class ProtobufWriter
{
    private const int WithLength = 2;

    /// <summary>Returns the length of a field with a length prefix.</summary>
    public static int Length(int content) => 1 + VarintLength((ulong)content) + content;

    public static int Length(string text) => Length(Encoding.UTF8.GetByteCount(text));

    public static void Number(IBufferWriter<byte> output, int field, ulong value)
    {
        Tag(output, field, wireType: 0);
        Varint(output, value);
    }

    public static void Fixed64(IBufferWriter<byte> output, int field, ulong value)
    {
        Tag(output, field, wireType: 1);
        BinaryPrimitives.WriteUInt64LittleEndian(output.GetSpan(sizeof(ulong)), value);
        output.Advance(sizeof(ulong));
    }

    public static void Text(IBufferWriter<byte> output, int field, string text)
    {
        Opening(output, field, Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, output);
    }

    public static void Bytes(IBufferWriter<byte> output, int field, ReadOnlySpan<byte> bytes)
    {
        Opening(output, field, bytes.Length);
        output.Write(bytes);
    }

    /// <summary>Writes the tag and the length of a field, whose content follows.</summary>
    public static void Opening(IBufferWriter<byte> output, int field, int length)
    {
        Tag(output, field, WithLength);
        Varint(output, (ulong)length);
    }

    private static void Tag(IBufferWriter<byte> output, int field, int wireType)
    {
        output.GetSpan(1)[0] = (byte)((field << 3) | wireType);
        output.Advance(1);
    }

    private static void Varint(IBufferWriter<byte> output, ulong value)
    {
        var span = output.GetSpan(10);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            span[length++] = (byte)(value | 0x80);
        span[length++] = (byte)value;
        output.Advance(length);
    }

    private static int VarintLength(ulong value)
    {
        var length = 1;
        for (; value >= 0x80; value >>= 7)
            length++;
        return length;
    }
}
