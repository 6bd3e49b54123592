using System.Buffers;

namespace OnePassword.Events.Destinations.Delivery;

/// <summary>Encodes the events of a page and cuts them into batches, which share a buffer.</summary>
internal sealed class BatchCutter(IEventDestination destination)
{
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly List<(RawEvent Event, int Start, int Length)> _events = [];

    /// <param name="events">The events.</param>
    /// <param name="origin">Their origin.</param>
    /// <param name="reject">Receives each event that cannot be encoded or is too large.</param>
    /// <returns>Batches that are valid until the next one.</returns>
    public IEnumerable<EventBatch> Cut(IReadOnlyList<RawEvent> events, EventOrigin origin, Action<RawEvent, string> reject)
    {
        var limits = destination.Limits;
        foreach (var @event in events)
        {
            if (Encode(@event, origin, reject) is not { } length)
                continue;
            if (_events.Count == limits.MaxEvents || (_events.Count > 0 && _buffer.WrittenCount > limits.MaxBytes))
            {
                yield return Batch(origin);
                Clear();
                length = Encode(@event, origin, reject) ?? 0; // Behind the batch, it was only measured.
            }
            _events.Add((@event, _buffer.WrittenCount - length, length));
        }
        if (_events.Count > 0)
            yield return Batch(origin);
        Clear();
    }

    private int? Encode(RawEvent @event, EventOrigin origin, Action<RawEvent, string> reject)
    {
        var start = _buffer.WrittenCount;
        try
        {
            destination.Write(@event, origin, _buffer);
        }
        catch (EventRejectedException e)
        {
            reject(@event, e.Message);
            return null;
        }
        var length = _buffer.WrittenCount - start;
        if (length <= destination.Limits.MaxBytes)
            return length;
        var limits = destination.Limits;
        reject(@event, FormattableString.Invariant(
            $"It has {length} bytes, and the limit of the destination is {limits.MaxBytes}. {limits.Remedy}"));
        return null;
    }

    // The memory is taken last: the buffer moves when it grows.
    private EventBatch Batch(EventOrigin origin) => new(
        origin, [.. _events.Select(one => new BatchedEvent(one.Event, _buffer.WrittenMemory.Slice(one.Start, one.Length)))]);

    private void Clear()
    {
        _buffer.ResetWrittenCount();
        _events.Clear();
    }
}
