using System.Collections.Frozen;

namespace OnePassword.Events.Formats.Ocsf;

/// <summary>
/// A table of values by object type and action. A row can list several of both, separated by spaces. The row <c>*</c> is for all
/// that no other row names.
/// </summary>
internal sealed class EventTable<T>
    where T : class
{
    private const string Any = "*";
    private const int MaxKey = 128;

    private readonly FrozenDictionary<string, T> _values;
    private readonly FrozenDictionary<string, T>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public EventTable(params IEnumerable<(string ObjectTypes, string Actions, T Value)> rows)
    {
        var values =
            from row in rows
            from objectType in row.ObjectTypes.Split(' ')
            from action in row.Actions.Split(' ')
            select KeyValuePair.Create($"{objectType}/{action}", row.Value);
        _values = values.ToFrozenDictionary(StringComparer.Ordinal);
        _lookup = _values.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Finds the row of an object type and an action, which can be missing.</summary>
    public T? Find(JsonField objectType, JsonField action)
    {
        Span<char> key = stackalloc char[MaxKey];
        var type = Part(key, objectType);
        return Find(key, type, action) ?? Find(key, Part(key, Any), action);
    }

    private T? Find(Span<char> key, int type, JsonField action)
    {
        key[type] = '/';
        var exact = type + 1 + Part(key[(type + 1)..], action);
        if (_lookup.TryGetValue(key[..exact], out var value))
            return value;
        var any = type + 1 + Part(key[(type + 1)..], Any);
        return _lookup.TryGetValue(key[..any], out value) ? value : null;
    }

    // A value that does not fit is unknown, like any other.
    private static int Part(Span<char> key, JsonField field)
    {
        if (!field.IsText)
            return 0;
        return field.TryDecode(key[..(key.Length / 2)], out var length) ? length : Part(key, "?");
    }

    private static int Part(Span<char> key, string text)
    {
        text.CopyTo(key);
        return text.Length;
    }
}
