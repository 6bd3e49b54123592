using System.Globalization;
using System.Text.RegularExpressions;

namespace OnePassword.Events.Redaction;

/// <summary>
/// What every message, log line and health report of the library passes: one line without control characters, without a token, and
/// without the user and password of an address.
/// </summary>
internal static partial class SafeText
{
    private const int LongestQuote = 80;

    public static string Line(string text, TokenRedaction? token = null)
    {
        text = token?.Redact(text) ?? text;
        text = WebToken().Replace(text, TokenRedaction.Mark);
        return Printable(UserInformation().Replace(text, ""));
    }

    /// <summary>The same text on one line, without what steers a terminal; for data, such as a cursor, that may look like a token.</summary>
    public static string Printable(string text) => string.Concat(text.Select(Printable));

    /// <summary>A value in quotation marks, as its author wrote it, unless it looks like a token that was put in the wrong place.</summary>
    public static string Quote(string value) =>
        LooksLikeToken(value) ? "'…' (not shown, because it looks like a token)"
        : value.Length > LongestQuote ? $"'{Line(value[..LongestQuote])}…'"
        : $"'{Line(value)}'";

    /// <summary>Whether a text holds a JSON web token, or as many letters and digits in a row as an opaque token has.</summary>
    public static bool LooksLikeToken(string text) => WebToken().IsMatch(text) || OpaqueToken().IsMatch(text);

    // Formats are invisible, and some turn the direction of what follows.
    private static string Printable(char c) => char.GetUnicodeCategory(c) switch
    {
        _ when c is '\r' or '\n' or '\t' => " ",
        UnicodeCategory.Control or UnicodeCategory.Format => "",
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => " ",
        _ => c.ToString(),
    };

    [GeneratedRegex(@"eyJ[A-Za-z0-9_-]{8,}[A-Za-z0-9_.=-]*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex WebToken();

    [GeneratedRegex(@"(?=[A-Za-z]*[0-9])(?=[0-9]*[A-Za-z])[A-Za-z0-9]{20}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex OpaqueToken();

    // A password may hold a slash that should have been escaped.
    [GeneratedRegex(@"(?<=://)[^\s'""<>]*@", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex UserInformation();
}
