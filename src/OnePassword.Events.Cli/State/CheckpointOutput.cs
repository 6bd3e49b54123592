using System.Text.RegularExpressions;

namespace OnePassword.Events.Cli.State;

/// <summary>The output in the name of a checkpoint: account, feed and output, of which only the feed is always there.</summary>
internal static class CheckpointOutput
{
    /// <summary>Returns the name without the output.</summary>
    public static string WithoutOutput(string name, string feed) =>
        Of(name, feed) is { } output ? name[..^(output.Length + 1)] : name;

    /// <summary>Returns the output; null if the name has none.</summary>
    public static string? Of(string name, string feed) => Match(name, feed) is { Success: true } match
        && match.Groups["output"] is { Success: true, Value: var output } ? output : null;

    /// <summary>Returns whether a checkpoint of a feed can have a name.</summary>
    public static bool IsName(string name, string feed) => Match(name, feed).Success;

    private static Match Match(string name, string feed) => Regex.Match(
        name, $@"\A(.+-)?{Regex.Escape(feed)}(-(?<output>[A-Za-z0-9_]{{1,32}}))?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking);
}
