using System.CommandLine;
using System.CommandLine.Parsing;

namespace OnePassword.Events.Cli.Commands;

/// <summary>The feeds that a command is given by name.</summary>
internal static class FeedArgument
{
    public static Argument<string[]> Create()
    {
        var feeds = new Argument<string[]>("feed")
        {
            Description = "auditevents, itemusages, signinattempts. Default: each that the token may read.",
            Arity = ArgumentArity.ZeroOrMore,
            HelpName = "feed",
        };
        feeds.Validators.Add(RefuseUnknownFeeds);
        return feeds;
    }

    // Also what a misspelt option ends up as.
    private static void RefuseUnknownFeeds(ArgumentResult feeds)
    {
        if (feeds.Tokens.FirstOrDefault(token => !FeedNames.All.Contains(token.Value, StringComparer.Ordinal)) is { } unknown)
            feeds.AddError($"There is no feed or option {ParseErrors.Shown(unknown.Value)}. The feeds are {string.Join(", ", FeedNames.All)}.");
    }
}
