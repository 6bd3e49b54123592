using System.CommandLine;
using System.CommandLine.Parsing;
using OnePassword.Events.Cli.Shared;

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
        feeds.Validators.Add(RejectUnknown);
        return feeds;
    }

    /// <summary>Returns the feeds that were named, in their usual order and without repetition.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed, Argument<string[]> feeds) =>
        [.. FeedNames.All.Intersect(parsed.GetValue(feeds)!, StringComparer.Ordinal)];

    private static void RejectUnknown(ArgumentResult feeds)
    {
        if (feeds.Tokens.FirstOrDefault(token => !FeedNames.All.Contains(token.Value, StringComparer.Ordinal)) is { } unknown)
            feeds.AddError(
                $"unknown feed {Format.Argument(unknown.Value)}. The feeds are {Format.List(FeedNames.All)}.");
    }
}
