using System.Text.RegularExpressions;

namespace OnePassword.Events.Cli.Config.Reading;

/// <summary>
/// Substitutes environment variables in a text: <c>${NAME}</c> or <c>${NAME:-default}</c>. <c>$${</c> is a literal <c>${</c>. As
/// everywhere in the tool, an empty variable counts as unset.
/// </summary>
internal static partial class Substitution
{
    private const string Literal = "Write $${ for a literal ${";

    public static string Expand(string text, Func<string, string?> environment) => Part().Replace(text, part => part switch
    {
        { Value: "$${" } => "${",
        _ when !part.Groups["end"].Success => throw new InvalidValueException($"has a '${{' without a '}}'. {Literal}"),
        _ when !part.Groups["name"].Success =>
            throw new InvalidValueException($"has a '${{' that is neither ${{NAME}} nor ${{NAME:-default}}. {Literal}"),
        _ => Variable(part.Groups["name"].Value, part.Groups["default"], environment),
    });

    private static string Variable(string name, Group fallback, Func<string, string?> environment)
    {
        if (environment(name) is { Length: > 0 } value)
            return value;
        var shown = ConfigNode.DisplayKey(name);
        return fallback.Success
            ? fallback.Value
            : throw new InvalidValueException($"the environment variable {shown} is not set, and ${{{shown}}} has no default");
    }

    [GeneratedRegex(
        @"\$\$\{ | \$\{ ( (?<name> [A-Za-z_][A-Za-z0-9_]* ) ( :- (?<default> [^}]* ) )? (?<end> \} ) | [^}]* (?<end> \} ) | )",
        RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Part();
}
