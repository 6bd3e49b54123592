using System.Text.RegularExpressions;

namespace OnePassword.Events.Cli.Config;

/// <summary>
/// Puts the environment into a text: <c>${NAME}</c>, or <c>${NAME:-default}</c>; <c>$${</c> is a <c>${</c> as it stands. An empty
/// variable is as if it were not there, as everywhere in the tool.
/// </summary>
internal static partial class Substitution
{
    public static string Expand(string text, Func<string, string?> environment) => Part().Replace(text, part => part switch
    {
        { Value: "$${" } => "${",
        _ when !part.Groups["end"].Success => throw new InvalidValueException("has a '${' that no '}' ends; write $${ for the characters themselves"),
        _ when !part.Groups["name"].Success => throw new InvalidValueException("has a '${' that is neither ${NAME} nor ${NAME:-default}; write $${ for the characters themselves"),
        _ => Variable(part.Groups["name"].Value, part.Groups["default"], environment),
    });

    private static string Variable(string name, Group fallback, Func<string, string?> environment)
    {
        if (environment(name) is { Length: > 0 } value)
            return value;
        return fallback.Success ? fallback.Value : throw new InvalidValueException($"the environment variable {SafeDisplay.Key(name)} is not set, and ${{{SafeDisplay.Key(name)}}} has no default");
    }

    [GeneratedRegex(
        @"\$\$\{ | \$\{ ( (?<name> [A-Za-z_][A-Za-z0-9_]* ) ( :- (?<default> [^}]* ) )? (?<end> \} ) | [^}]* (?<end> \} ) | )",
        RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Part();
}
