using System.Text.Json;
using OnePassword.Events.Pipeline.Transport;

namespace OnePassword.Events.Reading;

/// <summary>Finds the events in the body of a page. It reads tokens, not values, and copies nothing.</summary>
internal ref struct RawPageParser
{
    // A limit only against endless nesting: the reader keeps one bit per level.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 65_536 };

    private readonly RawEventList _events;
    private readonly int _origin;
    private Utf8JsonReader _json;
    private string? _cursor;
    private bool _hasMore;
    private bool _hasItems;

    public RawPageParser(PooledBody body)
    {
        ReadOnlySpan<byte> text = body.GetSpan();
        _origin = text.StartsWith("\uFEFF"u8) ? 3 : 0;
        _json = new Utf8JsonReader(text[_origin..], Options);
        _events = new RawEventList(body);
    }

    /// <exception cref="JsonException">The body is not JSON, or is incomplete.</exception>
    /// <exception cref="InvalidResponseException">The body is JSON, but not a page.</exception>
    public RawEventPage Read()
    {
        if (!_json.Read() || _json.TokenType != JsonTokenType.StartObject)
            throw PageRules.NotAnObject();
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
            ReadProperty();
        _json.Read(); // Throws if more than white space follows.

        return new RawEventPage(_events, PageRules.CheckedCursor(_cursor), _hasMore) { LacksItems = !_hasItems };
    }

    private void ReadProperty()
    {
        if (NameIs("items"u8))
            ReadItems();
        else if (NameIs("cursor"u8))
            ReadCursor();
        else if (NameIs("has_more"u8))
            ReadHasMore();
        else
            _json.Skip();
    }

    private readonly bool NameIs(ReadOnlySpan<byte> name)
    {
        if (!_json.ValueIsEscaped)
            return _json.ValueSpan.SequenceEqual(name);
        try
        {
            return _json.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false; // It contains an escaped unpaired surrogate, which none of the known names does.
        }
    }

    private void ReadCursor()
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.String)
            _cursor = WireText.Of(_json.ValueSpan, _json.ValueIsEscaped);
        else
            _json.Skip();
    }

    private void ReadHasMore()
    {
        _json.Read();
        _hasMore = _json.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.Null => _hasMore, // Same as missing.
            _ => throw PageRules.InvalidHasMore(),
        };
    }

    private void ReadItems()
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.Null)
            return;
        if (_json.TokenType != JsonTokenType.StartArray)
            throw PageRules.InvalidItems();
        _hasItems = true;
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
            ReadEvent();
    }

    private void ReadEvent()
    {
        var start = (int)_json.TokenStartIndex;
        var depth = _json.CurrentDepth;
        var (uuid, time) = ((Start: 0, Length: 0), (Start: 0, Length: 0));
        if (_json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            while (_json.Read() && _json.CurrentDepth > depth)
            {
                if (_json.CurrentDepth != depth + 1 || _json.TokenType != JsonTokenType.PropertyName)
                    continue;
                if (NameIs("timestamp"u8))
                    ReadText(ref time);
                else if (NameIs("uuid"u8))
                    ReadText(ref uuid);
            }
        }
        var length = (int)_json.BytesConsumed - start;
        _events.Add(new RawSlice(_origin + start, length, uuid.Start, uuid.Length, time.Start, time.Length));
    }

    private void ReadText(ref (int Start, int Length) text)
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.String)
            text = (_origin + (int)_json.TokenStartIndex + 1, _json.ValueSpan.Length);
    }
}
