using System.Buffers;

namespace OnePassword.Events.Json;

/// <summary>A buffer for JSON of any size, in memory of the shared pool.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(4_096);
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Advance(int count) => _length += count;

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_bytes.Length - _length < Math.Max(sizeHint, 1))
            Grow(sizeHint);
        return _bytes.AsMemory(_length);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);

    private void Grow(int sizeHint)
    {
        var larger = ArrayPool<byte>.Shared.Rent(
            Math.Max(checked(_length + sizeHint), (int)Math.Min(2L * _length, Array.MaxLength)));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
