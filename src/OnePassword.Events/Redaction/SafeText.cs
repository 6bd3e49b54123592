using System.Globalization;
using System.Text.RegularExpressions;

namespace OnePassword.Events.Redaction;

/// <summary>
/// Makes text safe for messages, log lines and health reports: one line without control characters, tokens, or the user and
/// password of an address.
/// </summary>
internal static partial class SafeText
{
    private const int MaxQuote = 80;

    public static string Line(string text, TokenRedaction? token = null)
    {
        text = token?.Redact(text) ?? text;
        text = WebToken().Replace(text, TokenRedaction.Mark);
        return Printable(UserInformation().Replace(text, ""));
    }

    /// <summary>
    /// Returns the text on one line, without terminal control characters. For data that may look like a token, such as a cursor.
    /// </summary>
    public static string Printable(string text) => string.Concat(text.Select(Printable));

    /// <summary>Returns a value in quotation marks, unless it looks like a token that was put in the wrong place.</summary>
    public static string Quote(string value) =>
        LooksLikeToken(value) ? "'…' (not shown, because it looks like a token)"
        : value.Length > MaxQuote ? $"'{Line(value[..MaxQuote])}…'"
        : $"'{Line(value)}'";

    /// <summary>Whether a text contains a JSON web token, or as many letters and digits in a row as an opaque token.</summary>
    public static bool LooksLikeToken(string text) => WebToken().IsMatch(text) || OpaqueToken().IsMatch(text);

    // Format characters are invisible, and some reverse the direction of the text.
    private static string Printable(char c) => char.GetUnicodeCategory(c) switch
    {
        _ when c is '\r' or '\n' or '\t' => " ",
        UnicodeCategory.Control or UnicodeCategory.Format => "",
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => " ",
        _ => c.ToString(),
    };

    [GeneratedRegex(@"eyJ[A-Za-z0-9_-]{8,}[A-Za-z0-9_.=-]*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex WebToken();

    [GeneratedRegex(
        @"(?=[A-Za-z]*[0-9])(?=[0-9]*[A-Za-z])[A-Za-z0-9]{20}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex OpaqueToken();

    // A password may contain a slash that is not escaped.
    [GeneratedRegex(@"(?<=://)[^\s'""<>]*@", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex UserInformation();
}
