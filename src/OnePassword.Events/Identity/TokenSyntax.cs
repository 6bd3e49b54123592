using System.Text.RegularExpressions;

namespace OnePassword.Events.Identity;

/// <summary>Rejects an invalid token before it becomes a header, whose own errors would quote it.</summary>
internal static partial class TokenSyntax
{
    /// <summary>Returns why a text is not a token, without quoting it; null if it may be one.</summary>
    public static string? ProblemOf(string value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return "The token is empty.";
        if (Hint(value) is { } hint)
            return hint;
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] is <= ' ' or > '~')
            {
                return $"The token contains an invalid character at position {i + 1} "
                    + "(a space, a line break or a non-ASCII character).";
            }
        }
        return null;
    }

    // The usual mistakes when a token is pasted.
    private static string? Hint(string value) => value switch
    {
        ['\uFEFF', ..] => "The token begins with a byte order mark. Save it as UTF-8 without one.",
        ['"' or '\'' or '`', ..] => "The token is in quotation marks. Remove them.",
        _ when Header().IsMatch(value) => "The token begins with 'Bearer'. Specify the token alone.",
        _ when Assignment().IsMatch(value) => "The token begins with the name of a variable and '='. Specify the token alone.",
        _ => null,
    };

    [GeneratedRegex(
        @"^(Authorization:?\s*)?Bearer\s",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Header();

    [GeneratedRegex(
        @"^(export\s+|set\s+|\$env:)?[A-Za-z_]*TOKEN\s*=",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Assignment();
}
