using System.Buffers;
using System.Collections;

namespace OnePassword.Events.Reading;

/// <summary>The events of a page as slices of its body. Body and slices are pooled memory until the page is disposed.</summary>
internal sealed class RawEventList(PooledBody body) : IReadOnlyList<RawEvent>
{
    private RawSlice[]? _slices = ArrayPool<RawSlice>.Shared.Rent(EventQuery.DefaultPageSize);

    public int Count { get; private set; }

    public RawEvent this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return new RawEvent(body, Slices[index]);
        }
    }

    private RawSlice[] Slices =>
        _slices ?? throw new ObjectDisposedException("page", "The page of these events has been disposed.");

    /// <summary>The number of bytes from the first to the last event.</summary>
    public int Extent => Count == 0 ? 0 : Slices[Count - 1].Start + Slices[Count - 1].Length - Slices[0].Start;

    public void Add(in RawSlice slice)
    {
        if (Count == Slices.Length)
            Grow();
        Slices[Count++] = slice;
    }

    public IEnumerator<RawEvent> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
            yield return this[index];
    }

    /// <summary>Returns the memory to the pool.</summary>
    public void Release()
    {
        using (body)
        {
            if (Interlocked.Exchange(ref _slices, null) is { } slices)
                ArrayPool<RawSlice>.Shared.Return(slices);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Grow()
    {
        var more = ArrayPool<RawSlice>.Shared.Rent(2 * Count);
        Slices.AsSpan(0, Count).CopyTo(more);
        ArrayPool<RawSlice>.Shared.Return(Slices);
        _slices = more;
    }
}
