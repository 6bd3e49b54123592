using System.Buffers;
using System.Text;

namespace OnePassword.Events.Backfill;

/// <summary>Which events were handed out and when they happened, in one piece of memory: hardly ever does anybody want to know.</summary>
internal sealed class EventKeyBuffer<TEvent>(Action<TEvent, IBufferWriter<byte>> writeKey)
{
    private readonly ArrayBufferWriter<byte> _keys = new();
    private readonly List<(int Length, DateTimeOffset Time)> _events = [];
    private readonly ArrayBufferWriter<byte> _one = new();

    /// <summary>By what an event is recognised.</summary>
    public string KeyOf(TEvent @event)
    {
        _one.ResetWrittenCount();
        writeKey(@event, _one);
        return Encoding.UTF8.GetString(_one.WrittenSpan);
    }

    public void Add(TEvent @event, DateTimeOffset time)
    {
        var before = _keys.WrittenCount;
        writeKey(@event, _keys);
        _events.Add((_keys.WrittenCount - before, time));
    }

    /// <summary>Gives all that was added, in order, and forgets it.</summary>
    public IEnumerable<(string Key, DateTimeOffset Time)> Take()
    {
        var start = 0;
        foreach (var (length, time) in _events)
        {
            yield return (Encoding.UTF8.GetString(_keys.WrittenSpan.Slice(start, length)), time);
            start += length;
        }
        Clear();
    }

    public void Clear()
    {
        _keys.ResetWrittenCount();
        _events.Clear();
    }
}
