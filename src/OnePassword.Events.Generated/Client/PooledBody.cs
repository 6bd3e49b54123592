using System.Buffers;

namespace OnePassword.Events.Client;

/// <summary>
/// The body of a response in pooled memory, which <see cref="IDisposable.Dispose"/> returns. After that, access throws an
/// <see cref="ObjectDisposedException"/> instead of returning the bytes of another response. A body that is never disposed is
/// collected like any other object.
/// </summary>
internal sealed class PooledBody : MemoryManager<byte>
{
    private readonly bool _isRented;
    private byte[]? _bytes;
    private int _length;

    /// <summary>Creates an empty body with room for <paramref name="capacity"/> bytes.</summary>
    public PooledBody(int capacity) => (_bytes, _isRented) = (ArrayPool<byte>.Shared.Rent(capacity), true);

    /// <summary>Creates a body from bytes that are not pooled.</summary>
    public PooledBody(byte[] bytes) => (_bytes, _length) = (bytes, bytes.Length);

    public int Length => _length;

    /// <summary>Gets the memory for the next bytes.</summary>
    public Memory<byte> Free => Bytes.AsMemory(_length);

    private byte[] Bytes => _bytes ?? throw new ObjectDisposedException("page", "The page of these events has been disposed.");

    public void Advance(int count) => _length += count;

    /// <summary>Doubles the capacity at least.</summary>
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
        // The handle of the array unpins it.
    }

    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _bytes, null) is { } bytes && _isRented)
            ArrayPool<byte>.Shared.Return(bytes);
    }
}
