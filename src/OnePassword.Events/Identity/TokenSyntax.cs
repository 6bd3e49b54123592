using System.Text.RegularExpressions;

namespace OnePassword.Events.Identity;

/// <summary>Refuses what can be no token before it is put into a header, whose own errors would quote it.</summary>
internal static partial class TokenSyntax
{
    public static void Check(string? value)
    {
        if (value is null)
            throw new ArgumentNullException(nameof(value), "There is no token; is what should hold it, such as an environment variable, set?");
        if (string.IsNullOrWhiteSpace(value))
            throw new ArgumentException("The token is empty.", nameof(value));
        if (Hint(value) is { } hint)
            throw new ArgumentException(hint, nameof(value));
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] is <= ' ' or > '~')
                throw new ArgumentException($"The token has a character at position {i + 1} that no token has (a space, a line break, or one beyond ASCII).", nameof(value));
        }
    }

    // Tokens as people paste them. None of this quotes the text.
    private static string? Hint(string value) => value switch
    {
        ['\uFEFF', ..] => "The token begins with a byte order mark. Save it as UTF-8 without one.",
        ['"' or '\'' or '`', ..] => "The token is in quotation marks. Remove them.",
        _ when Header().IsMatch(value) => "The token begins with 'Bearer'. Give the token alone.",
        _ when Assignment().IsMatch(value) => "The token begins with the name of a variable and '='. Give the token alone.",
        _ => null,
    };

    [GeneratedRegex(@"^(Authorization:?\s*)?Bearer\s", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Header();

    [GeneratedRegex(@"^(export\s+|set\s+|\$env:)?[A-Za-z_]*TOKEN\s*=", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Assignment();
}
