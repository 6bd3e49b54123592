using System.Text.Json;
using OnePassword.Events.Reading;

namespace OnePassword.Events.Formats;

/// <summary>
/// The values of one JSON text as a flat table, which is reused for the next text. A mapping takes values. The others are the
/// rest.
/// </summary>
internal sealed class JsonTree
{
    private const int MaxKeptNodes = 4_096;

    private JsonNode[] _nodes = new JsonNode[128];
    private ReadOnlyMemory<byte> _text;
    private int _count;

    /// <summary>Gets the value of the text; a missing field if the text was empty.</summary>
    public JsonField Root => _count == 0 ? default : new JsonField(this, 0);

    /// <summary>Gets whether a name contains an escape. Such names cannot be compared.</summary>
    public bool HasEscapedName { get; private set; }

    public ReadOnlySpan<byte> Text => _text.Span;

    /// <summary>Parses a text. It must not change until the next one.</summary>
    public void Load(ReadOnlyMemory<byte> text)
    {
        if (_nodes.Length > MaxKeptNodes)
            _nodes = new JsonNode[128];
        (_text, _count, HasEscapedName) = (text, 0, false);
        if (text.IsEmpty)
            return;
        var json = new Utf8JsonReader(text.Span, RawEventParser.Options);
        var (parent, name) = (-1, default(JsonNode));
        while (json.Read())
        {
            switch (json.TokenType)
            {
                case JsonTokenType.PropertyName:
                    (name.NameStart, name.NameLength) = ((int)json.TokenStartIndex + 1, json.ValueSpan.Length);
                    HasEscapedName |= name.IsNameEscaped = json.ValueIsEscaped;
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    End(parent, (int)json.BytesConsumed);
                    parent = _nodes[parent].Parent;
                    break;
                default:
                    var index = Add(name, json, parent);
                    if (_nodes[index].IsContainer)
                        parent = index;
                    name = default;
                    break;
            }
        }
    }

    public ref JsonNode this[int index] => ref _nodes[index];

    public ReadOnlySpan<byte> NameOf(in JsonNode node) => Text.Slice(node.NameStart, node.NameLength);

    /// <summary>Returns the index of the member of an object; -1 if there is none.</summary>
    public int Find(int parent, ReadOnlySpan<byte> name)
    {
        if (_nodes[parent].Kind != JsonTokenType.StartObject)
            return -1;
        for (var child = parent + 1; child < _nodes[parent].Next; child = _nodes[child].Next)
        {
            if (!_nodes[child].IsReplaced && NameOf(_nodes[child]).SequenceEqual(name))
                return child;
        }
        return -1;
    }

    private int Add(JsonNode node, in Utf8JsonReader json, int parent)
    {
        (node.Kind, node.IsEscaped, node.Parent) = (json.TokenType, json.ValueIsEscaped, parent);
        node.Start = (int)json.TokenStartIndex;
        node.Length = (int)json.BytesConsumed - node.Start;
        if (_count == _nodes.Length)
            Array.Resize(ref _nodes, 2 * _count);
        node.Next = _count + 1;
        _nodes[_count] = node;
        return _count++;
    }

    private void End(int parent, int end)
    {
        ref var node = ref _nodes[parent];
        (node.Next, node.Length) = (_count, end - node.Start);
        if (node.Kind == JsonTokenType.StartObject)
            DuplicateNames.Replace(this, parent);
    }
}
