using System.Buffers;
using System.Text;
using System.Text.Json;

namespace OnePassword.Events.Json;

/// <content>Each method reads one value. If the value is mismatched, neither the reader nor the variable changes.</content>
internal ref partial struct WireReader
{
    /// <summary>Reads a string that other events of the response are likely to repeat.</summary>
    public readonly bool TryRead(ref string? value)
    {
        if (!IsString)
            return false;
        value = PooledString();
        return true;
    }

    /// <summary>Reads a string that no other event repeats.</summary>
    public readonly bool TryReadUnique(ref string? value)
    {
        if (!IsString)
            return false;
        value = UniqueString();
        return true;
    }

    /// <summary>Reads a time that other events of the response are likely to repeat.</summary>
    public readonly bool TryRead(ref EventTime? value) => TryReadTime(ref value, isUnique: false);

    /// <summary>Reads a time that no other event repeats.</summary>
    public readonly bool TryReadUnique(ref EventTime? value) => TryReadTime(ref value, isUnique: true);

    public readonly bool TryRead(ref long? value)
    {
        if (_reader.TokenType != JsonTokenType.Number || !_reader.TryGetInt64(out var number))
            return false;
        value = number;
        return true;
    }

    public readonly bool TryRead(ref int? value)
    {
        if (_reader.TokenType != JsonTokenType.Number || !_reader.TryGetInt32(out var number))
            return false;
        value = number;
        return true;
    }

    public readonly bool TryRead(ref double? value)
    {
        if (_reader.TokenType != JsonTokenType.Number)
            return false;
        CheckNumber();
        value = WireNumber.ToDouble(_reader.ValueSpan);
        return true;
    }

    public readonly bool TryRead(ref bool? value)
    {
        if (_reader.TokenType is not (JsonTokenType.True or JsonTokenType.False))
            return false;
        value = _reader.TokenType == JsonTokenType.True;
        return true;
    }

    /// <summary>Reads an array. Mismatched elements are kept under the name of the field.</summary>
    public bool TryRead<T>(ref IReadOnlyList<T>? value, ReadObject<T> read, ReadOnlySpan<byte> name)
        where T : class
    {
        if (_reader.TokenType != JsonTokenType.StartArray)
            return false;
        List<T> list = value is null ? [] : [.. value]; // A repeated field adds its elements.
        ArrayBufferWriter<byte>? mismatched = null;
        while (NextElement())
        {
            T? element = null;
            if (read(ref this, ref element))
                list.Add(element!);
            else
                AddMismatched(ref mismatched, name);
        }
        value = list;
        PreserveMismatch(mismatched);
        return true;
    }

    /// <inheritdoc cref="TryRead{T}(ref IReadOnlyList{T}, ReadObject{T}, ReadOnlySpan{byte})"/>
    public bool TryRead<T>(ref IReadOnlyList<T>? value, ReadValue<T> read, ReadOnlySpan<byte> name)
        where T : struct
    {
        if (_reader.TokenType != JsonTokenType.StartArray)
            return false;
        List<T> list = value is null ? [] : [.. value]; // A repeated field adds its elements.
        ArrayBufferWriter<byte>? mismatched = null;
        while (NextElement())
        {
            T? element = null;
            if (read(ref this, ref element))
                list.Add(element!.Value);
            else
                AddMismatched(ref mismatched, name);
        }
        value = list;
        PreserveMismatch(mismatched);
        return true;
    }

    /// <summary>Returns a string that other events of the response are likely to repeat.</summary>
    public readonly string PooledString()
    {
        var raw = _reader.ValueSpan;
        if (raw.Length > StringPool.MaxLength)
            return UniqueString();
        ref var entry = ref _strings.For(raw);
        if (entry.Text is null || !_json.Slice(entry.Start, entry.Length).SequenceEqual(raw))
            entry = new StringPool.Entry(UniqueString(), Position + 1, raw.Length);
        return entry.Text;
    }

    private readonly string UniqueString() => WireText.Of(_reader.ValueSpan, _reader.ValueIsEscaped);

    private readonly bool TryReadTime(ref EventTime? value, bool isUnique)
    {
        const int UsualLength = 64;
        if (!IsString)
            return false;
        if (_reader.ValueIsEscaped || _reader.ValueSpan.Length > UsualLength)
        {
            if (!EventTime.TryParse(UniqueString(), out var unusual))
                return false;
            value = unusual;
            return true;
        }

        Span<char> text = stackalloc char[UsualLength];
        if (Ascii.ToUtf16(_reader.ValueSpan, text, out var length) != OperationStatus.Done
            || !Rfc3339.TryParse(text[..length], out var time))
            return false;
        value = new EventTime(time, isUnique ? new string(text[..length]) : PooledString());
        return true;
    }

    private bool NextElement()
    {
        _reader.Read();
        return _reader.TokenType != JsonTokenType.EndArray;
    }

    private void AddMismatched(ref ArrayBufferWriter<byte>? mismatched, ReadOnlySpan<byte> name)
    {
        if (mismatched is null)
        {
            mismatched = new ArrayBufferWriter<byte>();
            mismatched.Write("\""u8);
            mismatched.Write(name);
            mismatched.Write("\":["u8);
        }
        else
        {
            mismatched.Write(","u8);
        }
        var start = Position;
        Skip();
        mismatched.Write(_json[start..End]);
    }

    private readonly void PreserveMismatch(ArrayBufferWriter<byte>? mismatched)
    {
        if (mismatched is null)
            return;
        mismatched.Write("]"u8);
        _unknown.Add(new(0, 0, mismatched.WrittenSpan.ToArray()));
    }
}
