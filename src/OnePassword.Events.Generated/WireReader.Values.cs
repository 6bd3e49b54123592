using System.Buffers;
using System.Text;
using System.Text.Json;

namespace OnePassword.Events;

/// <content>One value, if it is of the documented JSON type; else neither the reader nor the variable changes.</content>
internal ref partial struct WireReader
{
    /// <summary>A text that others of the same answer are likely to repeat.</summary>
    public bool TryRead(ref string? value)
    {
        if (!IsText)
            return false;
        value = SharedText();
        return true;
    }

    /// <summary>A text that no other repeats.</summary>
    public readonly bool TryReadOwn(ref string? value)
    {
        if (!IsText)
            return false;
        value = Text();
        return true;
    }

    /// <summary>A time that others of the same answer are likely to repeat.</summary>
    public readonly bool TryRead(ref EventTime? value) => TryReadTime(ref value, isOwn: false);

    /// <summary>A time that no other repeats.</summary>
    public readonly bool TryReadOwn(ref EventTime? value) => TryReadTime(ref value, isOwn: true);

    public readonly bool TryRead(ref long? value)
    {
        if (_json.TokenType != JsonTokenType.Number || !_json.TryGetInt64(out var number))
            return false;
        value = number;
        return true;
    }

    public readonly bool TryRead(ref int? value)
    {
        if (_json.TokenType != JsonTokenType.Number || !_json.TryGetInt32(out var number))
            return false;
        value = number;
        return true;
    }

    public readonly bool TryRead(ref double? value)
    {
        if (_json.TokenType != JsonTokenType.Number)
            return false;
        CheckNumber();
        value = WireNumber.ToDouble(_json.ValueSpan);
        return true;
    }

    public readonly bool TryRead(ref bool? value)
    {
        if (_json.TokenType is not (JsonTokenType.True or JsonTokenType.False))
            return false;
        value = _json.TokenType == JsonTokenType.True;
        return true;
    }

    /// <summary>A list; elements that are not of its type are kept under its name.</summary>
    public bool TryRead<T>(ref IReadOnlyList<T>? value, WireRead<T> read, ReadOnlySpan<byte> name)
        where T : class
    {
        if (_json.TokenType != JsonTokenType.StartArray)
            return false;
        List<T> list = value is null ? [] : [.. value]; // A list that is there twice loses none of its elements.
        ArrayBufferWriter<byte>? odd = null;
        while (NextElement())
        {
            T? element = null;
            if (read(ref this, ref element))
                list.Add(element!);
            else
                AddOdd(ref odd, name);
        }
        value = list;
        KeepOdd(odd);
        return true;
    }

    /// <inheritdoc cref="TryRead{T}(ref IReadOnlyList{T}, WireRead{T}, ReadOnlySpan{byte})"/>
    public bool TryRead<T>(ref IReadOnlyList<T>? value, WireReadValue<T> read, ReadOnlySpan<byte> name)
        where T : struct
    {
        if (_json.TokenType != JsonTokenType.StartArray)
            return false;
        List<T> list = value is null ? [] : [.. value]; // A list that is there twice loses none of its elements.
        ArrayBufferWriter<byte>? odd = null;
        while (NextElement())
        {
            T? element = null;
            if (read(ref this, ref element))
                list.Add(element!.Value);
            else
                AddOdd(ref odd, name);
        }
        value = list;
        KeepOdd(odd);
        return true;
    }

    /// <summary>The text, which others of the same answer are likely to repeat; halves of characters are replaced.</summary>
    public readonly string SharedText()
    {
        var raw = _json.ValueSpan;
        if (raw.Length > SharedTexts.MaxLength)
            return Text();
        ref var entry = ref _texts.For(raw);
        if (entry.Text is null || !_body.Slice(entry.Start, entry.Length).SequenceEqual(raw))
            entry = new SharedTexts.Entry(Text(), Position + 1, raw.Length);
        return entry.Text;
    }

    private readonly bool TryReadTime(ref EventTime? value, bool isOwn)
    {
        const int Usual = 64;
        if (!IsText)
            return false;
        if (_json.ValueIsEscaped || _json.ValueSpan.Length > Usual)
        {
            if (!EventTime.TryParse(Text(), out var unusual))
                return false;
            value = unusual;
            return true;
        }

        Span<char> text = stackalloc char[Usual];
        if (Ascii.ToUtf16(_json.ValueSpan, text, out var length) != OperationStatus.Done || !Rfc3339.TryParse(text[..length], out var moment))
            return false;
        value = new EventTime(moment, isOwn ? new string(text[..length]) : SharedText());
        return true;
    }

    private bool NextElement()
    {
        _json.Read();
        return _json.TokenType != JsonTokenType.EndArray;
    }

    private void AddOdd(ref ArrayBufferWriter<byte>? odd, ReadOnlySpan<byte> name)
    {
        if (odd is null)
        {
            odd = new ArrayBufferWriter<byte>();
            odd.Write("\""u8);
            odd.Write(name);
            odd.Write("\":["u8);
        }
        else
        {
            odd.Write(","u8);
        }
        var start = Position;
        Skip();
        odd.Write(_body[start..End]);
    }

    private readonly void KeepOdd(ArrayBufferWriter<byte>? odd)
    {
        if (odd is null)
            return;
        odd.Write("]"u8);
        _kept.Add(new(0, 0, odd.WrittenSpan.ToArray()));
    }
}
