using System.Text.Json;
using OnePassword.Events.Pipeline.Transport;

namespace OnePassword.Events.Reading;

/// <summary>Finds the events in the body of a page. It reads tokens, not values, and copies nothing.</summary>
internal ref struct RawPageParser
{
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
        _json = new Utf8JsonReader(text[_origin..], RawEventParser.Options);
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
        if (RawEventParser.NameIs(_json, "items"u8))
            ReadItems();
        else if (RawEventParser.NameIs(_json, "cursor"u8))
            ReadCursor();
        else if (RawEventParser.NameIs(_json, "has_more"u8))
            ReadHasMore();
        else
            _json.Skip();
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
            _events.Add(RawEventParser.Read(ref _json, _origin));
    }
}
