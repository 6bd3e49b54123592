using System.Buffers;
using System.Globalization;
using System.Text;

namespace OnePassword.Events;

/// <summary>What a JSON text says that a reader has found well-formed; halves of characters are replaced, as Newtonsoft does.</summary>
internal static class WireText
{
    /// <summary>What a text says.</summary>
    /// <param name="raw">What stands between the quotes.</param>
    /// <param name="isEscaped">Whether there is an escape in it.</param>
    public static string Of(ReadOnlySpan<byte> raw, bool isEscaped) => isEscaped ? Unescape(raw) : Encoding.UTF8.GetString(raw);

    private static string Unescape(ReadOnlySpan<byte> raw)
    {
        var buffer = ArrayPool<char>.Shared.Rent(raw.Length);
        try
        {
            var text = buffer.AsSpan(0, Encoding.UTF8.GetChars(raw, buffer));
            text = text[..Unescape(text)];
            ReplaceHalves(text);
            return new string(text);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer, clearArray: true);
        }
    }

    // In place: no escape is shorter than what it stands for.
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

    private static void ReplaceHalves(Span<char> text)
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
