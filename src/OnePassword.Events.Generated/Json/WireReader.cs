using System.Text;
using System.Text.Json;

namespace OnePassword.Events.Json;

/// <summary>
/// Reads the fields of JSON objects for the generated readers, strictly by RFC 8259. A value whose JSON type is not the
/// documented one is mismatched: it is preserved with the unknown fields.
/// </summary>
internal ref partial struct WireReader
{
    // Deeper than any event, and shallow enough for programs that walk the tokens of an unknown field recursively.
    private const int MaxDepth = 512;

    private readonly ReadOnlySpan<byte> _json;
    private readonly int _origin;
    private readonly JsonReaderOptions _options;
    private readonly StringPool _strings;
    private readonly UnknownFieldBuffer _unknown;
    private Utf8JsonReader _reader;
    private int _nameStart;

    private WireReader(ReadOnlySpan<byte> json, int origin, JsonReaderOptions options, StringPool strings,
        UnknownFieldBuffer unknown)
    {
        _json = json;
        _origin = origin;
        _options = options;
        _strings = strings;
        _unknown = unknown;
        _reader = new Utf8JsonReader(json[origin..], options);
        _reader.Read();
    }

    /// <summary>Reads a JSON text as a DTO.</summary>
    /// <exception cref="JsonException">The text is not exactly one JSON object.</exception>
    public static T Parse<T>(ReadOnlySpan<byte> json, ReadObject<T> read, JsonReaderOptions options = default)
        where T : class
    {
        using var strings = StringPool.Rent();
        using var unknown = new UnknownFieldBuffer();
        options.MaxDepth = MaxDepth;
        var reader = new WireReader(json.StartsWith("\uFEFF"u8) ? json[3..] : json, origin: 0, options, strings, unknown);
        T? value = null;
        if (!read(ref reader, ref value))
            throw new JsonException("The JSON is not an object.");
        reader._reader.Read(); // Throws if anything but white space follows.
        return value!;
    }

    public readonly bool IsObject => _reader.TokenType == JsonTokenType.StartObject;

    public readonly bool IsString => _reader.TokenType == JsonTokenType.String;

    /// <summary>The bytes of a string as they were sent, escapes included.</summary>
    public readonly ReadOnlySpan<byte> RawString => _reader.ValueSpan;

    /// <summary>The number of unknown fields of all objects that are open.</summary>
    public readonly int UnknownCount => _unknown.Count;

    private readonly int Position => _origin + (int)_reader.TokenStartIndex;

    private readonly int End => _origin + (int)_reader.BytesConsumed;

    /// <summary>Moves to the value of the next field of the object, if there is one.</summary>
    /// <param name="name">The name, without escapes.</param>
    public bool NextField(out ReadOnlySpan<byte> name)
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.EndObject)
        {
            name = default;
            return false;
        }
        _nameStart = Position;
        name = _reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(UniqueString()) : _reader.ValueSpan;
        _reader.Read();
        return true;
    }

    public void PreserveUnknownField() => Preserve(alias: 0);

    /// <summary>Preserves a mismatched field, unless its value is null, which reads as absent.</summary>
    /// <returns>Whether the field was preserved.</returns>
    public bool PreserveMismatch()
    {
        if (_reader.TokenType == JsonTokenType.Null)
            return false;
        PreserveUnknownField();
        return true;
    }

    /// <summary>Preserves a field under an alias. Its property may turn out to be absent under the documented name.</summary>
    /// <returns>The position of the value.</returns>
    public int PreserveAlias(int alias)
    {
        var position = Position;
        Preserve(alias);
        return position;
    }

    /// <summary>Returns a reader of a preserved value.</summary>
    public readonly WireReader At(int position) => new(_json, position, _options, _strings, _unknown);

    /// <summary>Drops the fields of an object that were preserved under an alias.</summary>
    public readonly void DropAlias(int first, int alias) => _unknown.Remove(first, alias);

    /// <summary>Ends an object and returns its unknown fields.</summary>
    /// <param name="first">The value of <see cref="UnknownCount"/> at the start of the object.</param>
    public readonly AdditionalProperties TakeUnknown(int first) =>
        first == _unknown.Count ? AdditionalProperties.None : AdditionalProperties.FromJson(_unknown.Take(first, _json));

    private void Preserve(int alias)
    {
        var start = _nameStart;
        Skip();
        _unknown.Add(new(start, End, Alias: alias));
    }

    // Checks every number, so that reading the tokens later never fails.
    private void Skip()
    {
        CheckNumber();
        if (_reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return;
        for (var depth = _reader.CurrentDepth; _reader.Read() && _reader.CurrentDepth > depth;)
            CheckNumber();
    }

    private readonly void CheckNumber()
    {
        var text = _reader.ValueSpan;
        if (_reader.TokenType == JsonTokenType.Number && text.Length > WireNumber.MaxIntegerLength && WireNumber.IsInteger(text))
            throw new JsonException($"An integer is longer than {WireNumber.MaxIntegerLength} characters.");
    }
}
