using System.Buffers;

namespace OnePassword.Events;

/// <summary>
/// Where in the body the fields are that no property takes, while an answer is read: a stack, because an object ends before the
/// one that it is in.
/// </summary>
internal sealed class KeptFields : IDisposable
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

    /// <summary>Takes out those of an object that are second names of a property.</summary>
    /// <param name="first">The first of the object's.</param>
    /// <param name="secondName">Which of its second names.</param>
    public void Remove(int first, int secondName)
    {
        var count = first;
        for (var i = first; i < Count; i++)
        {
            if (_entries[i].SecondName != secondName)
                _entries[count++] = _entries[i];
        }
        Count = count;
    }

    /// <summary>Ends an object and gives its fields, as the text of a JSON object.</summary>
    public byte[] Take(int first, ReadOnlySpan<byte> body)
    {
        var fields = _entries.AsSpan(first, Count - first);
        var length = 1;
        foreach (var field in fields)
            length += field.In(body).Length + 1;

        var text = new byte[length];
        var at = 0;
        foreach (var field in fields)
        {
            text[at++] = (byte)(at == 1 ? '{' : ',');
            field.In(body).CopyTo(text.AsSpan(at));
            at += field.In(body).Length;
        }
        text[at] = (byte)'}';
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

    /// <summary>A field, name and value: a part of the body or, where it is put together from several, its text.</summary>
    internal readonly record struct Entry(int Start, int End, byte[]? Text = null, int SecondName = 0)
    {
        public ReadOnlySpan<byte> In(ReadOnlySpan<byte> body) => Text ?? body[Start..End];
    }
}
