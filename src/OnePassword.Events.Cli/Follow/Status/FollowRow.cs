using OnePassword.Events.Cli.Shared;
using Spectre.Console;

namespace OnePassword.Events.Cli.Follow.Status;

/// <summary>A feed, or an account without feeds, as a line on a terminal.</summary>
internal sealed record FollowRow(string Name, string Account, FollowState State, string Text, long Events)
{
    public Style Style => State switch
    {
        FollowState.Stopped or FollowState.Failing => new Style(Color.Red),
        FollowState.Waiting or FollowState.Behind => new Style(Color.Yellow),
        _ => Style.Plain,
    };

    public static IReadOnlyList<FollowRow> Of(FollowStatusBoard board, CliContext cli)
    {
        var feeds = board.Feeds;
        var connected = feeds.Select(feed => feed.Status.AccountName).ToHashSet(StringComparer.Ordinal);
        var failing = board.FailingAccounts;
        return
        [
            .. feeds.Select(feed => Of(feed, board.Time, cli)),
            .. board.Accounts.Where(account => !connected.Contains(account.Name ?? "")).Select(account =>
                failing.TryGetValue(account.Title, out var failure)
                    ? new FollowRow(
                account.Title, account.Title, FollowState.Failing, cli.Secrets.Redact($"failing: {Reason(failure)}"), 0)
                    : new FollowRow(account.Title, account.Title, FollowState.Starting, "connecting", 0)),
        ];
    }

    public static string NameOf(FollowState state) => state switch
    {
        FollowState.Stopped => "stopped",
        FollowState.Failing => "failing",
        FollowState.Waiting => "waiting",
        FollowState.Behind => "behind",
        FollowState.Starting => "starting",
        FollowState.CaughtUp => "caught up",
        _ => "complete",
    };

    private static FollowRow Of(FeedStatus feed, DateTimeOffset now, CliContext cli)
    {
        var status = feed.Status;
        var quotaWait = cli.QuotaWaits.Left(feed.Source.Account, status.Feed);
        var (state, text) = status switch
        {
            { HasEnded: true, Failure: { } failure } =>
                (FollowState.Stopped, cli.Secrets.Redact($"stopped: {Reason(failure.Message)}")),
            { HasEnded: true } => (FollowState.Complete, "complete"),
            { Failure: { } failure } when quotaWait is null =>
                (FollowState.Failing, cli.Secrets.Redact($"failing: {Reason(failure.Message)}")),
            _ when quotaWait is { } wait =>
                (FollowState.Waiting, $"waiting for the quota, {Math.Ceiling(wait.TotalSeconds):0} s"),
            { CaughtUp: true } => (FollowState.CaughtUp, "caught up"),
            { LastResponse: null } => (FollowState.Starting, "starting"),
            _ => (FollowState.Behind, status.Lag(now) is { } lag ? $"lag {Duration.Format(lag)}" : "reading"),
        };
        return new FollowRow(status.Name, status.AccountName, state, text, status.Events);
    }

    // A message of the library starts with the feed and the server, such as "auditevents at eu (acme): ".
    private static string Reason(string message) =>
        message.IndexOf(": ", StringComparison.Ordinal) is var end and > 0
        && message[..end].Contains(" at ", StringComparison.Ordinal)
            ? message[(end + 2)..]
            : message;
}
