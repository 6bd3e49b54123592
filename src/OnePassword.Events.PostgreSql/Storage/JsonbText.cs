using System.Text.Json;

namespace OnePassword.Events.PostgreSql.Storage;

/// <summary>Whether the type jsonb accepts a text. A no is safe: the text is then only not searchable as JSON.</summary>
internal static class JsonbText
{
    // jsonb accepts far more, but these bounds do not depend on settings of the server.
    private const int MaxDepth = 256;
    private const int MaxDigits = 300;

    /// <summary>Returns whether jsonb accepts a JSON text of valid UTF-8.</summary>
    public static bool IsAccepted(ReadOnlySpan<byte> json)
    {
        var hasEscapes = json.Contains((byte)'\\');
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            while (reader.Read())
            {
                var isAccepted = reader.TokenType switch
                {
                    JsonTokenType.Number => IsAcceptedNumber(reader.ValueSpan),
                    JsonTokenType.String or JsonTokenType.PropertyName =>
                        !hasEscapes || !reader.ValueIsEscaped || IsAcceptedString(reader.ValueSpan),
                    _ => true,
                };
                if (!isAccepted)
                    return false;
            }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // The type numeric has a limited range.
    private static bool IsAcceptedNumber(ReadOnlySpan<byte> number)
    {
        var exponent = number.IndexOfAny("eE"u8);
        if (exponent < 0)
            return number.Length <= MaxDigits;
        var digits = number[(exponent + 1)..].TrimStart("+-0"u8);
        return exponent <= MaxDigits && digits.Length <= 3;
    }

    // The type text has no U+0000, and no half of a surrogate pair.
    private static bool IsAcceptedString(ReadOnlySpan<byte> text)
    {
        for (var i = text.IndexOf((byte)'\\'); i >= 0 && i < text.Length;)
        {
            if (text[i + 1] != 'u')
            {
                i = Next(text, i + 2);
                continue;
            }
            var unit = UnitAt(text, i);
            if (unit == 0 || char.IsLowSurrogate((char)unit))
                return false;
            i += 6;
            if (char.IsHighSurrogate((char)unit))
            {
                if (i + 6 > text.Length || text[i] != '\\' || text[i + 1] != 'u' || !char.IsLowSurrogate((char)UnitAt(text, i)))
                    return false;
                i += 6;
            }
            i = Next(text, i);
        }
        return true;
    }

    private static int Next(ReadOnlySpan<byte> text, int from)
    {
        var next = text[from..].IndexOf((byte)'\\');
        return next < 0 ? text.Length : from + next;
    }

    // The reader has checked the digits.
    private static int UnitAt(ReadOnlySpan<byte> text, int escape)
    {
        var unit = 0;
        foreach (var digit in text.Slice(escape + 2, 4))
            unit = (unit << 4) | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        return unit;
    }
}
