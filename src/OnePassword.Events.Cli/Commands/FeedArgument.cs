using System.CommandLine;

namespace OnePassword.Events.Cli.Commands;

/// <summary>The feeds that a command names.</summary>
internal static class FeedArgument
{
    public static Argument<string[]> Create()
    {
        var feeds = new Argument<string[]>("feed")
        {
            Description = "auditevents, itemusages or signinattempts. Default: all that the token can read.",
            Arity = ArgumentArity.ZeroOrMore,
            HelpName = "feed",
        };
        feeds.AcceptOnly("feed", FeedNames.All);
        return feeds;
    }

    /// <summary>Returns the feeds that were named, in their usual order and without repetition.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed, Argument<string[]> feeds) =>
        [.. FeedNames.All.Intersect(parsed.GetValue(feeds)!, StringComparer.Ordinal)];
}
