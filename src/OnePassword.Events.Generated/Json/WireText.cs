using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OnePassword.Events.Json;

/// <summary>
/// Decodes JSON strings that a reader has validated. Unpaired surrogates are replaced, as Newtonsoft.Json does.
/// </summary>
internal static class WireText
{
    /// <param name="raw">The bytes between the quotes.</param>
    /// <param name="isEscaped">Whether the bytes contain an escape.</param>
    public static string Of(ReadOnlySpan<byte> raw, bool isEscaped) => isEscaped ? Unescape(raw) : Encoding.UTF8.GetString(raw);

    /// <summary>Decodes the string or property name that a reader is on.</summary>
    public static string Of(in Utf8JsonReader reader) =>
        Of(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan, reader.ValueIsEscaped);

    private static string Unescape(ReadOnlySpan<byte> raw)
    {
        var buffer = ArrayPool<char>.Shared.Rent(raw.Length);
        try
        {
            var text = buffer.AsSpan(0, Encoding.UTF8.GetChars(raw, buffer));
            text = text[..Unescape(text)];
            ReplaceUnpairedSurrogates(text);
            return new string(text);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer, clearArray: true);
        }
    }

    // Works in place: an escape is never shorter than the character it encodes.
    private static int Unescape(Span<char> text)
    {
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                text[length++] = text[i];
                continue;
            }
            i++;
            text[length++] = text[i] switch
            {
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => (char)ushort.Parse(text.Slice(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                var itself => itself,
            };
            if (text[i] == 'u')
                i += 4;
        }
        return length;
    }

    private static void ReplaceUnpairedSurrogates(Span<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                i++;
            else
                text[i] = '\uFFFD';
        }
    }
}
