using System.Text.RegularExpressions;

namespace OnePassword.Events.Cli.State;

/// <summary>The output in the name of a checkpoint: account, feed and output, of which only the feed is always there.</summary>
internal static partial class CheckpointOutput
{
    /// <summary>Returns the name without the output.</summary>
    public static string WithoutOutput(string name, string feed) =>
        Of(name, feed) is { } output ? name[..^(output.Length + 1)] : name;

    /// <summary>Returns the output; null if the name has none.</summary>
    public static string? Of(string name, string feed) =>
        !EndsWithFeed(name, feed) && Output().Match(name) is { Success: true } output && EndsWithFeed(name[..output.Index], feed)
            ? output.Value[1..] : null;

    /// <summary>Returns whether a checkpoint of a feed can have a name.</summary>
    public static bool IsName(string name, string feed) => EndsWithFeed(name, feed) || Of(name, feed) is not null;

    private static bool EndsWithFeed(string name, string feed) => name == feed
        || (name.Length > feed.Length + 1 && name.EndsWith("-" + feed, StringComparison.Ordinal));

    [GeneratedRegex(@"-[A-Za-z0-9_]{1,32}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Output();
}
