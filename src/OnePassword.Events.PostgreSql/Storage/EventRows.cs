using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace OnePassword.Events.PostgreSql.Storage;

/// <summary>
/// Encodes events as rows of a binary COPY: numbers are big-endian, and each field has its length before it. Bodies are copied
/// once, and no field is a call of the driver.
/// </summary>
internal sealed class EventRows(int follower, long lastSeq)
{
    /// <summary>The columns, in the order of the fields.</summary>
    public const string Columns = "follower_id, seq, time, uuid, checksum, is_json, body, body_bytes";

    private const short FieldCount = 8;
    private const char Separator = '#';

    // The signature, and two empty fields of 4 bytes.
    private static readonly byte[] Header = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];

    private static readonly DateTimeOffset Epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ArrayBufferWriter<byte> _output = new();
    private long _seq = lastSeq;

    /// <summary>Gets the bytes since the last <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Written => _output.WrittenMemory;

    /// <summary>Writes the header of the format.</summary>
    public void WriteHeader() => _output.Write(Header);

    /// <summary>Writes an event as a row.</summary>
    public void Write(RawEvent @event)
    {
        WriteInt16(FieldCount);
        WriteInt32(sizeof(int));
        WriteInt32(follower);
        WriteInt32(sizeof(long));
        WriteInt64(++_seq);
        if (@event.TryGetTimestamp(out var time))
        {
            WriteInt32(sizeof(long));
            WriteInt64((time - Epoch).Ticks / TimeSpan.TicksPerMicrosecond);
        }
        else
            WriteNull();
        WriteKey(@event.DuplicateKey);
        WriteBody(@event.Json.Span);
    }

    /// <summary>Writes the end of the format.</summary>
    public void WriteEnd() => WriteInt16(-1);

    public void Clear() => _output.ResetWrittenCount();

    private void WriteKey(string? key)
    {
        if (key is null || !EventTable.IsText(key))
        {
            WriteNull();
            WriteNull();
            return;
        }
        var separator = key.LastIndexOf(Separator);
        var uuid = key.AsSpan(0, separator);
        WriteInt32(Encoding.UTF8.GetByteCount(uuid));
        _ = Encoding.UTF8.GetBytes(uuid, _output);
        WriteInt32(sizeof(int));
        var checksum = uint.Parse(key.AsSpan(separator + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        WriteInt32(unchecked((int)checksum));
    }

    private void WriteBody(ReadOnlySpan<byte> body)
    {
        var isText = Utf8.IsValid(body) && !body.Contains((byte)0);
        WriteInt32(1);
        _output.Write([isText && JsonbText.IsAccepted(body) ? (byte)1 : (byte)0]);
        if (!isText)
            WriteNull();
        WriteInt32(body.Length);
        _output.Write(body);
        if (isText)
            WriteNull();
    }

    private void WriteNull() => WriteInt32(-1);

    private void WriteInt16(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(_output.GetSpan(sizeof(short)), value);
        _output.Advance(sizeof(short));
    }

    private void WriteInt32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_output.GetSpan(sizeof(int)), value);
        _output.Advance(sizeof(int));
    }

    private void WriteInt64(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(_output.GetSpan(sizeof(long)), value);
        _output.Advance(sizeof(long));
    }
}
