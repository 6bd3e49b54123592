using System.Buffers;

namespace OnePassword.Events.Client;

/// <summary>
/// The body of an answer, in memory that goes back to the shared pool with <see cref="IDisposable.Dispose"/>. After that, whoever
/// still holds a part of it gets an <see cref="ObjectDisposedException"/> instead of the bytes of another answer. One that is
/// never disposed costs its memory, and nothing else.
/// </summary>
internal sealed class WireBody : MemoryManager<byte>
{
    private readonly bool _isRented;
    private byte[]? _bytes;
    private int _length;

    /// <summary>Room for a body that is yet to come.</summary>
    public WireBody(int capacity) => (_bytes, _isRented) = (ArrayPool<byte>.Shared.Rent(capacity), true);

    /// <summary>A body that is there, in memory of no pool.</summary>
    public WireBody(byte[] bytes) => (_bytes, _length) = (bytes, bytes.Length);

    public int Length => _length;

    /// <summary>Where the next bytes go: what was made room for and is not filled.</summary>
    public Memory<byte> Free => Bytes.AsMemory(_length);

    private byte[] Bytes => _bytes ?? throw new ObjectDisposedException("page", "The page that these events are of has been disposed.");

    public void Advance(int count) => _length += count;

    /// <summary>Makes room for more, the double at least.</summary>
    public void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(2L * Bytes.Length, Array.MaxLength));
        Bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(Bytes);
        _bytes = larger;
    }

    public override Memory<byte> Memory => CreateMemory(GetSpan().Length);

    public override Span<byte> GetSpan() => Bytes.AsSpan(0, _length);

    public override MemoryHandle Pin(int elementIndex = 0) => Bytes.AsMemory(elementIndex).Pin();

    public override void Unpin()
    {
        // The handle of the array does it.
    }

    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _bytes, null) is { } bytes && _isRented)
            ArrayPool<byte>.Shared.Return(bytes);
    }
}
