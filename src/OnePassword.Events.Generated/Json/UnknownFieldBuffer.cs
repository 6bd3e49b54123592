using System.Buffers;

namespace OnePassword.Events.Json;

/// <summary>
/// The positions of the unknown fields while a JSON text is read. It is a stack, because an object ends before the object that
/// contains it.
/// </summary>
internal sealed class UnknownFieldBuffer : IDisposable
{
    private Entry[] _entries = ArrayPool<Entry>.Shared.Rent(16);

    public int Count { get; private set; }

    public void Dispose() => ArrayPool<Entry>.Shared.Return(_entries, clearArray: true);

    public void Add(Entry entry)
    {
        if (Count == _entries.Length)
            Grow();
        _entries[Count++] = entry;
    }

    /// <summary>Removes the fields of an object that have this alias of a property.</summary>
    /// <param name="first">The index of the object's first unknown field.</param>
    /// <param name="alias">The number of the alias.</param>
    public void Remove(int first, int alias)
    {
        var count = first;
        for (var i = first; i < Count; i++)
        {
            if (_entries[i].Alias != alias)
                _entries[count++] = _entries[i];
        }
        Count = count;
    }

    /// <summary>Removes the fields of an object and returns them as the text of a JSON object.</summary>
    public byte[] Take(int first, ReadOnlySpan<byte> json)
    {
        var fields = _entries.AsSpan(first, Count - first);
        var length = 1;
        foreach (var field in fields)
            length += field.In(json).Length + 1;

        var text = new byte[length];
        var position = 0;
        foreach (var field in fields)
        {
            text[position++] = (byte)(position == 1 ? '{' : ',');
            field.In(json).CopyTo(text.AsSpan(position));
            position += field.In(json).Length;
        }
        text[position] = (byte)'}';
        Count = first;
        return text;
    }

    private void Grow()
    {
        var larger = ArrayPool<Entry>.Shared.Rent(Count * 2);
        _entries.AsSpan(0, Count).CopyTo(larger);
        ArrayPool<Entry>.Shared.Return(_entries, clearArray: true);
        _entries = larger;
    }

    /// <summary>The name and value of a field: a part of the JSON text, or a text of its own if there is no such part.</summary>
    internal readonly record struct Entry(int Start, int End, byte[]? Text = null, int Alias = 0)
    {
        public ReadOnlySpan<byte> In(ReadOnlySpan<byte> json) => Text ?? json[Start..End];
    }
}
