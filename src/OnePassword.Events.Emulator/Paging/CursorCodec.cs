using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using OnePassword.Events.Emulator.Events;
using OnePassword.Events.Emulator.Seeding;

namespace OnePassword.Events.Emulator.Paging;

/// <summary>
/// Encodes a read state as a cursor: 36 bytes in base64url, the last eight of them a checksum. It depends on the events
/// before the cursor. So a cursor survives a restart with the same events, and an emulator with other events rejects it.
/// </summary>
internal sealed class CursorCodec(EventStore store)
{
    /// <summary>The length of a cursor. 48 characters encode exactly 36 bytes, so each cursor has one spelling.</summary>
    public const int TextLength = 48;

    private const int Size = 36;
    private const int ChecksumAt = Size - sizeof(ulong);
    private const byte Version = 1;

    private readonly ulong _key = Rng.Key(store.Fingerprint, RngStream.Cursor);

    public void Write(Span<byte> text, ReadState state)
    {
        Span<byte> bytes = stackalloc byte[Size];
        bytes[0] = Version;
        bytes[1] = KindOf(state.Feed, state.Api);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], (ushort)state.Limit);
        BinaryPrimitives.WriteInt64BigEndian(bytes[4..], state.Range.From);
        BinaryPrimitives.WriteInt64BigEndian(bytes[12..], state.Range.Until);
        BinaryPrimitives.WriteInt64BigEndian(bytes[20..], state.Position);
        var appended = store[state.Feed].AppendedFingerprintAt(state.Position)!.Value; // Pages contain only existing events.
        BinaryPrimitives.WriteUInt64BigEndian(bytes[ChecksumAt..], ChecksumOf(bytes, appended));
        Base64Url.EncodeToUtf8(bytes, text);
    }

    /// <summary>Returns false for a cursor that is not from this feed and version of this emulator.</summary>
    public bool TryRead(string text, EmulatorFeed feed, EmulatorApi api, out ReadState state)
    {
        state = default;
        var trimmed = text.AsSpan().TrimEnd("\r\n"); // The official Splunk client adds a line break.
        Span<byte> bytes = stackalloc byte[Size];
        if (trimmed.Length != TextLength
            || Base64Url.DecodeFromChars(trimmed, bytes, out _, out var length) != OperationStatus.Done)
            return false;
        if (length != Size || bytes[0] != Version || bytes[1] != KindOf(feed, api))
            return false;

        var position = BinaryPrimitives.ReadInt64BigEndian(bytes[20..]);
        if (store[feed].AppendedFingerprintAt(position) is not { } appended
            || BinaryPrimitives.ReadUInt64BigEndian(bytes[ChecksumAt..]) != ChecksumOf(bytes, appended))
            return false;

        var from = BinaryPrimitives.ReadInt64BigEndian(bytes[4..]);
        var until = BinaryPrimitives.ReadInt64BigEndian(bytes[12..]);
        var limit = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        state = new(feed, api, limit, new(from, until), position);
        return true;
    }

    private static byte KindOf(EmulatorFeed feed, EmulatorApi api) => (byte)(((int)feed * 2) + (int)api);

    private ulong ChecksumOf(ReadOnlySpan<byte> bytes, ulong appended)
    {
        var sum = Rng.Key(Rng.Key(_key, appended), BinaryPrimitives.ReadUInt32BigEndian(bytes));
        for (var i = sizeof(uint); i < ChecksumAt; i += sizeof(ulong))
            sum = Rng.Key(sum, BinaryPrimitives.ReadUInt64BigEndian(bytes[i..]));
        return sum;
    }
}
