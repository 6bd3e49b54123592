using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using OnePassword.Events.Emulator.Events;

namespace OnePassword.Events.Emulator.Http;

/// <summary>
/// A read state as an opaque text: 36 bytes in base64url, the last eight a checksum. Its key is that of the generated
/// events, so that a cursor outlives a restart with the same options and means nothing to any other emulator.
/// </summary>
internal sealed class CursorCodec(ulong fingerprint)
{
    /// <summary>The length of every cursor. 36 bytes fill their 48 characters: each has one spelling only.</summary>
    public const int TextLength = 48;

    private const int Size = 36;
    private const int ChecksumAt = Size - sizeof(ulong);
    private const byte Version = 1;

    private readonly ulong _key = Rng.Key(fingerprint, Purpose.Cursor);

    public void Write(Span<byte> text, ReadState state)
    {
        Span<byte> bytes = stackalloc byte[Size];
        bytes[0] = Version;
        bytes[1] = KindOf(state.Feed, state.Api);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], (ushort)state.Limit);
        BinaryPrimitives.WriteInt64BigEndian(bytes[4..], state.Window.From);
        BinaryPrimitives.WriteInt64BigEndian(bytes[12..], state.Window.Until);
        BinaryPrimitives.WriteInt64BigEndian(bytes[20..], state.Position);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[ChecksumAt..], ChecksumOf(bytes));
        Base64Url.EncodeToUtf8(bytes, text);
    }

    /// <summary>False for what this emulator did not give to a reader of this very feed and version.</summary>
    public bool TryRead(string text, EmulatorFeed feed, EmulatorApi api, out ReadState state)
    {
        state = default;
        var trimmed = text.AsSpan().TrimEnd("\r\n"); // the official Splunk client sends its line end along
        Span<byte> bytes = stackalloc byte[Size];
        if (trimmed.Length != TextLength
            || Base64Url.DecodeFromChars(trimmed, bytes, out _, out var length) != OperationStatus.Done)
            return false;
        if (length != Size || BinaryPrimitives.ReadUInt64BigEndian(bytes[ChecksumAt..]) != ChecksumOf(bytes))
            return false;
        if (bytes[0] != Version || bytes[1] != KindOf(feed, api))
            return false;

        var from = BinaryPrimitives.ReadInt64BigEndian(bytes[4..]);
        var until = BinaryPrimitives.ReadInt64BigEndian(bytes[12..]);
        var limit = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        state = new(feed, api, limit, new(from, until), BinaryPrimitives.ReadInt64BigEndian(bytes[20..]));
        return true;
    }

    private static byte KindOf(EmulatorFeed feed, EmulatorApi api) => (byte)(((int)feed * 2) + (int)api);

    private ulong ChecksumOf(ReadOnlySpan<byte> bytes)
    {
        var sum = Rng.Key(_key, BinaryPrimitives.ReadUInt32BigEndian(bytes));
        for (var i = sizeof(uint); i < ChecksumAt; i += sizeof(ulong))
            sum = Rng.Key(sum, BinaryPrimitives.ReadUInt64BigEndian(bytes[i..]));
        return sum;
    }
}
