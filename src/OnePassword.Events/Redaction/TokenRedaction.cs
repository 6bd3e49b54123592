using System.Text;
using System.Text.RegularExpressions;

namespace OnePassword.Events.Redaction;

/// <summary>
/// Removes a token from a text, whole or in part: as it is, reversed, in another letter case, split by other characters, escaped
/// (percent, JSON, HTML) or encoded (base64, base64url, hex, lists of bytes).
/// </summary>
internal sealed partial class TokenRedaction
{
    public const string Mark = "(the token)";

    // What a text shares with the token by chance is shorter.
    private const int Run = 12;

    // A shorter token is not a secret, and would blank out ordinary words.
    private const int ShortestToken = 6;

    private const int MostEscapes = 3;

    private readonly Dictionary<int, HashSet<string>> _runs = [];

    public TokenRedaction(string token)
    {
        var bytes = Encoding.UTF8.GetBytes(token);
        string[] lists = [string.Concat(bytes), string.Concat(bytes.Select(b => $"0x{b:x}")), string.Concat(bytes.Select(b => $"0x{b:x2}"))];
        foreach (var form in (string[])[token, new string([.. token.Reverse()]), Convert.ToHexString(bytes), .. lists, .. Enumerable.Range(0, 3).Select(before => Base64(bytes, before))])
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

    // As it stands behind so many other bytes, without the characters that these or the following bytes share.
    private static string Base64(byte[] token, int before)
    {
        var text = Convert.ToBase64String([.. new byte[before], .. token]).TrimEnd('=');
        return text[(before == 0 ? 0 : before + 1)..((before + token.Length) % 3 == 0 ? text.Length : text.Length - 1)];
    }

    // Letters and digits alone: what separates them, and the two alphabets of base64, make no difference.
    private static (string Text, List<Letter> Letters) Fold(IEnumerable<Letter> text)
    {
        var letters = text.Where(letter => char.IsAsciiLetterOrDigit(letter.Char)).ToList();
        return (string.Concat(letters.Select(letter => char.ToLowerInvariant(letter.Char))), letters);
    }

    // An escape can be escaped itself, as %2565 is.
    private static List<Letter> Unescape(string text)
    {
        var letters = text.Select((c, i) => new Letter(c, i, i + 1)).ToList();
        for (var n = 0; n < MostEscapes; n++)
        {
            var escapes = Escape().Matches(string.Concat(letters.Select(letter => letter.Char)));
            if (escapes.Count == 0)
                break;
            foreach (var escape in escapes.Reverse())
            {
                var meant = new Letter(Meant(escape), letters[escape.Index].Start, letters[escape.Index + escape.Length - 1].End);
                letters.RemoveRange(escape.Index, escape.Length);
                letters.Insert(escape.Index, meant);
            }
        }
        return letters;
    }

    private static char Meant(Match escape)
    {
        var code = escape.Groups["hex"] is { Success: true } hex ? Convert.ToInt32(hex.Value, 16)
            : escape.Groups["dec"] is { Success: true } dec ? int.Parse(dec.ValueSpan, System.Globalization.CultureInfo.InvariantCulture)
            : ' ';
        return code <= char.MaxValue ? (char)code : ' ';
    }

    [GeneratedRegex(
        @"%(?<hex>[0-9a-f]{2})|\\u(?<hex>[0-9a-f]{4})|\\x(?<hex>[0-9a-f]{2})|&\#x(?<hex>[0-9a-f]{1,6});?|&\#(?<dec>[0-9]{1,7});?|&[a-z]{2,10};|\\[bfnrt]",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Escape();

    /// <summary>A character, and where in the text it or its escape stands.</summary>
    private readonly record struct Letter(char Char, int Start, int End);
}
