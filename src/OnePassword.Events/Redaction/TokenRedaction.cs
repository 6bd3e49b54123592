using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OnePassword.Events.Redaction;

/// <summary>
/// Removes a token, or a part of it, from a text. It finds the token unchanged, reversed, in another letter case and split by
/// other characters. It also finds it escaped (percent, JSON, HTML) and encoded (base64, base64url, hex, lists of bytes).
/// </summary>
internal sealed partial class TokenRedaction
{
    public const string Mark = "(the token)";

    // A text shares fewer characters than this with the token by chance.
    private const int Run = 12;

    // A shorter token is not a secret, and ordinary words may contain it.
    private const int ShortestToken = 6;

    private const int MaxEscapes = 3;

    private readonly Dictionary<int, HashSet<string>> _runs = [];

    public TokenRedaction(string token)
    {
        var bytes = Encoding.UTF8.GetBytes(token);
        string[] lists =
            [string.Concat(bytes), string.Concat(bytes.Select(b => $"0x{b:x}")), string.Concat(bytes.Select(b => $"0x{b:x2}"))];
        var base64 = Enumerable.Range(0, 3).Select(before => Base64(bytes, before));
        foreach (var form in (string[])[token, new string([.. token.Reverse()]), Convert.ToHexString(bytes), .. lists, .. base64])
            Add(Fold(form.Select(c => new Letter(c, 0, 0))).Text);
    }

    public string Redact(string text)
    {
        var (folded, letters) = Fold(Unescape(text));
        var hit = new bool[letters.Count];
        foreach (var (length, runs) in _runs)
        {
            var lookup = runs.GetAlternateLookup<ReadOnlySpan<char>>();
            for (var i = 0; i + length <= folded.Length; i++)
            {
                if (lookup.Contains(folded.AsSpan(i, length)))
                    hit.AsSpan(i, length).Fill(true);
            }
        }
        return Array.IndexOf(hit, true) < 0 ? text : Without(text, letters, hit);
    }

    private static string Without(string text, List<Letter> letters, bool[] hit)
    {
        var (rest, done) = (new StringBuilder(), 0);
        for (var first = Array.IndexOf(hit, true); first >= 0; first = Array.IndexOf(hit, true, first))
        {
            var last = first;
            while (last + 1 < hit.Length && hit[last + 1])
                last++;
            rest.Append(text, done, letters[first].Start - done).Append(Mark);
            (done, first) = (letters[last].End, last + 1);
        }
        return rest.Append(text, done, text.Length - done).ToString();
    }

    private void Add(string form)
    {
        if (form.Length < ShortestToken)
            return;
        var length = Math.Min(form.Length, Run);
        var runs = _runs.TryGetValue(length, out var known) ? known : _runs[length] = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i + length <= form.Length; i++)
            runs.Add(form.Substring(i, length));
    }

    // The token after other bytes, without the characters that it shares with the bytes around it.
    private static string Base64(byte[] token, int before)
    {
        var text = Convert.ToBase64String([.. new byte[before], .. token]).TrimEnd('=');
        return text[(before == 0 ? 0 : before + 1)..((before + token.Length) % 3 == 0 ? text.Length : text.Length - 1)];
    }

    // Only letters and digits: separators and the two alphabets of base64 make no difference.
    private static (string Text, List<Letter> Letters) Fold(IEnumerable<Letter> text)
    {
        var letters = text.Where(letter => char.IsAsciiLetterOrDigit(letter.Char)).ToList();
        return (string.Concat(letters.Select(letter => char.ToLowerInvariant(letter.Char))), letters);
    }

    // An escape can itself be escaped, such as %2565.
    private static List<Letter> Unescape(string text)
    {
        var letters = text.Select((c, i) => new Letter(c, i, i + 1)).ToList();
        for (var n = 0; n < MaxEscapes; n++)
        {
            var escapes = Escape().Matches(string.Concat(letters.Select(letter => letter.Char)));
            if (escapes.Count == 0)
                break;
            foreach (var escape in escapes.Reverse())
            {
                var decoded = new Letter(
                    Decode(escape), letters[escape.Index].Start, letters[escape.Index + escape.Length - 1].End);
                letters.RemoveRange(escape.Index, escape.Length);
                letters.Insert(escape.Index, decoded);
            }
        }
        return letters;
    }

    private static char Decode(Match escape)
    {
        var code = escape.Groups["hex"] is { Success: true } hex ? Convert.ToInt32(hex.Value, 16)
            : escape.Groups["dec"] is { Success: true } dec ? int.Parse(dec.ValueSpan, CultureInfo.InvariantCulture)
            : ' ';
        return code <= char.MaxValue ? (char)code : ' ';
    }

    [GeneratedRegex(
        @"%(?<hex>[0-9a-f]{2})|\\u(?<hex>[0-9a-f]{4})|\\x(?<hex>[0-9a-f]{2})|"
        + @"&\#x(?<hex>[0-9a-f]{1,6});?|&\#(?<dec>[0-9]{1,7});?|&[a-z]{2,10};|\\[bfnrt]",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Escape();

    /// <summary>A character and the position of it, or of its escape, in the text.</summary>
    private readonly record struct Letter(char Char, int Start, int End);
}
