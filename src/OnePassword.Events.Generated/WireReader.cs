using System.Text;
using System.Text.Json;

namespace OnePassword.Events;

/// <summary>
/// What the generated readers stand on: a walk through the JSON of an answer, RFC 8259 to the letter, with the limits and the
/// results that <see cref="WireObjectConverter"/> has. A value of another JSON type than the documented one is left where it
/// is, and kept with the fields that nobody knows.
/// </summary>
internal ref partial struct WireReader
{
    // Deeper than any event, and shallow enough for whoever walks the tree of an unknown field.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 512 };

    private readonly ReadOnlySpan<byte> _body;
    private readonly int _origin;
    private readonly SharedTexts _texts;
    private readonly KeptFields _kept;
    private Utf8JsonReader _json;
    private int _nameStart;

    private WireReader(ReadOnlySpan<byte> body, int origin, SharedTexts texts, KeptFields kept)
    {
        _body = body;
        _origin = origin;
        _texts = texts;
        _kept = kept;
        _json = new Utf8JsonReader(body[origin..], Options);
        _json.Read();
    }

    /// <summary>Reads a body as a DTO.</summary>
    /// <exception cref="JsonException">It is not one JSON object.</exception>
    public static T Parse<T>(ReadOnlySpan<byte> body, WireRead<T> read)
        where T : class
    {
        using var texts = SharedTexts.Rent();
        using var kept = new KeptFields();
        var reader = new WireReader(body.StartsWith("\uFEFF"u8) ? body[3..] : body, origin: 0, texts, kept);
        T? value = null;
        if (!read(ref reader, ref value))
            throw new JsonException("The answer is no JSON object.");
        reader._json.Read(); // Throws if anything but white space follows.
        return value!;
    }

    public readonly bool IsObject => _json.TokenType == JsonTokenType.StartObject;

    public readonly bool IsText => _json.TokenType == JsonTokenType.String;

    /// <summary>The bytes of a text as they were sent, escapes included.</summary>
    public readonly ReadOnlySpan<byte> RawText => _json.ValueSpan;

    /// <summary>How many fields of the objects that are being read are kept.</summary>
    public readonly int Kept => _kept.Count;

    private readonly int Position => _origin + (int)_json.TokenStartIndex;

    /// <summary>Goes to the value of the next field of an object, if there is one.</summary>
    /// <param name="name">The name, without escapes.</param>
    public bool NextField(out ReadOnlySpan<byte> name)
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.EndObject)
        {
            name = default;
            return false;
        }
        _nameStart = Position;
        name = _json.ValueIsEscaped ? Encoding.UTF8.GetBytes(Text()) : _json.ValueSpan;
        _json.Read();
        return true;
    }

    /// <summary>Keeps a field that nobody knows.</summary>
    public void Keep() => Keep(secondName: 0);

    /// <summary>Keeps a field whose value is not of the documented type, but for a null, which reads as absent.</summary>
    /// <returns>Whether there was something to keep.</returns>
    public bool KeepOdd()
    {
        if (_json.TokenType == JsonTokenType.Null)
            return false;
        Keep();
        return true;
    }

    /// <summary>Keeps a field that has the second name of a property, which may be absent under its first.</summary>
    /// <returns>Where its value is.</returns>
    public int KeepSecond(int name)
    {
        var position = Position;
        Keep(name);
        return position;
    }

    /// <summary>A reader of a value that was kept.</summary>
    public readonly WireReader At(int position) => new(_body, position, _texts, _kept);

    /// <summary>Keeps no longer what has the second name of a property, which was read from it.</summary>
    public readonly void Forget(int first, int secondName) => _kept.Remove(first, secondName);

    /// <summary>Ends an object: what was kept since <see cref="Kept"/> was <paramref name="first"/>.</summary>
    public readonly AdditionalProperties TakeKept(int first) =>
        first == _kept.Count ? AdditionalProperties.None : AdditionalProperties.OfJson(_kept.Take(first, _body));

    private readonly string Text() => WireText.Of(_json.ValueSpan, _json.ValueIsEscaped);

    private void Keep(int secondName)
    {
        var start = _nameStart;
        Skip();
        _kept.Add(new(start, End, SecondName: secondName));
    }

    // Nothing that is kept fails when its tokens are asked for.
    private void Skip()
    {
        CheckNumber();
        if (_json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return;
        for (var depth = _json.CurrentDepth; _json.Read() && _json.CurrentDepth > depth;)
            CheckNumber();
    }

    private readonly void CheckNumber()
    {
        if (_json.TokenType == JsonTokenType.Number && _json.ValueSpan.Length > WireNumber.MaxWhole && WireNumber.IsWhole(_json.ValueSpan))
            throw new JsonException($"A whole number has more than {WireNumber.MaxWhole} digits.");
    }

    private readonly int End => _origin + (int)_json.BytesConsumed;
}
