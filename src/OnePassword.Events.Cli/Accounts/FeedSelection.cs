using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Accounts;

/// <summary>The feeds of an account that are read, and those that the token cannot read.</summary>
/// <param name="Token">The introspection of the token.</param>
/// <param name="Readable">The feeds to read; at least one.</param>
/// <param name="Unreadable">The requested feeds that the token cannot read.</param>
/// <param name="AreNamed">
/// Whether the operator named the feeds. An unreadable feed is a failure then, and skipped otherwise.
/// </param>
internal sealed record FeedSelection(
    TokenInfo Token, IReadOnlyList<IEventFeed> Readable, IReadOnlyList<string> Unreadable, bool AreNamed)
{
    /// <summary>The problem of a feed that was named and cannot be read.</summary>
    public const string MissingFeature = "the token cannot read this feed. Issue a token with this feature.";

    public IEnumerable<int> ExitCodes => AreNamed ? Unreadable.Select(_ => ExitCode.Token) : [];

    /// <exception cref="CliException">The token cannot read any of the requested feeds.</exception>
    public static FeedSelection Of(IReadOnlyList<IEventFeed> all, IReadOnlyList<string> named, TokenInfo token)
    {
        var wanted = all.Where(feed => named.Count == 0 || named.Contains(feed.Name, StringComparer.Ordinal)).ToList();
        var readable = wanted.Where(feed => token.CanRead(feed.Name)).ToList();
        return readable.Count > 0
            ? new FeedSelection(token, readable, [.. wanted.Except(readable).Select(feed => feed.Name)], named.Count > 0)
            : throw new CliException(
                ExitCode.Token, $"the token cannot read any of the requested feeds. It can read: {token.FeatureList}.");
    }

    /// <summary>Reports each unreadable feed on standard error.</summary>
    public void ReportUnreadable(Account account, CliContext cli)
    {
        foreach (var feed in Unreadable.Select(feed => account.SourceOf(feed)))
        {
            if (AreNamed)
                cli.Messages.Error(MessageEvent.FeedFailed, ExitCode.Token, MissingFeature, feed);
            else
                cli.Messages.Information(
                    MessageEvent.FeedSkipped, "skipped, because the token cannot read this feed.", feed);
        }
    }
}
