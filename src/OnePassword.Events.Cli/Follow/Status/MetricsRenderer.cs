using System.Globalization;
using System.Text;
using OnePassword.Events.Cli.Accounts;

namespace OnePassword.Events.Cli.Follow.Status;

/// <summary>Renders the status as text for Prometheus.</summary>
internal static class MetricsRenderer
{
    private static readonly Series<FeedStatus>[] OfFeeds =
    [
        new("events_total", "counter", "Events written in this run.", (feed, _) => feed.Status.Events),
        new("pages_total", "counter", "Pages with events in this run.", (feed, _) => feed.Status.Pages),
        new("duplicates_total", "counter", "Duplicate events dropped in this run.", (feed, _) => feed.Status.Duplicates),
        new("failures_total", "counter", "Failures in this run that were retried.", (feed, _) => feed.Status.Failures),
        new(
            "failing", "gauge", "1 if the feed is failing or has stopped after a failure.",
            (feed, _) => feed.Status.Failure is null ? 0 : 1),
        new("caught_up", "gauge", "1 if the server reported no more events for now.", (feed, _) => feed.Status.CaughtUp ? 1 : 0),
        new(
            "silent", "gauge", "1 if no new event has arrived for longer than --silence.",
            (feed, _) => feed.IsSilent ? 1 : 0),
        new(
            "lag_seconds", "gauge", "Age of the newest event; 0 for a feed that has caught up.",
            (feed, board) => feed.Status.Lag(board.Time)?.TotalSeconds),
        new(
            "silence_seconds", "gauge", "Time since the last new event arrived.",
            (feed, board) => feed.Status.Silence(board.Time).TotalSeconds),
        new(
            "last_event_timestamp_seconds", "gauge", "Time of the newest event.",
            (feed, _) => Seconds(feed.Status.LastEventTime?.Value)),
        new(
            "last_response_timestamp_seconds", "gauge", "Time of the last response.",
            (feed, _) => Seconds(feed.Status.LastResponse)),
    ];

    // The outputs of a feed share its requests and quota.
    private static readonly Series<FeedStatus>[] OfRequests =
    [
        new(
            "retries_total", "counter", "Requests in this run that were retried.",
            (feed, board) => board.Requests.Retries(feed)),
        new(
            "quota_wait_seconds_total", "counter", "Time in this run that requests waited for the quota.",
            (feed, board) => board.Requests.QuotaWait(feed)),
        new("quota_waiting", "gauge", "Requests that wait for the quota now.", (feed, board) => board.Requests.Waiting(feed)),
    ];

    private static readonly Series<OutputStatus>[] OfOutputs =
    [
        new("output_failing", "gauge", "1 if events are not delivered now.", (output, _) => output.Failure is null ? 0 : 1),
        new(
            "output_delivered_total", "counter", "Events in this run that the destination confirmed.",
            (output, _) => output.Statistics.Delivered),
        new(
            "output_sent_again_total", "counter", "Events in this run in attempts after the first.",
            (output, _) => output.Statistics.SentAgain),
        new(
            "output_rejected_total", "counter", "Events in this run that the destination rejected: dead letters.",
            (output, _) => output.Statistics.DeadLetters),
        new(
            "output_dead_letters", "gauge", "Dead letters that wait in the file of the output.",
            (output, _) => output.DeadLetters),
        new(
            "output_requests_total", "counter", "Batches in this run that were sent, with repetitions.",
            (output, _) => output.Statistics.Attempts),
        new(
            "output_bytes_total", "counter", "Bytes of events in this run that were sent, before compression.",
            (output, _) => output.Statistics.Bytes),
        new(
            "output_failures_total", "counter", "Batches in this run that failed and were retried.",
            (output, _) => output.Statistics.Failures),
        new(
            "output_warnings_total", "counter", "Batches in this run that were delivered with a limitation.",
            (output, _) => output.Statistics.Warnings),
    ];

    private static readonly Series<Account>[] OfAccounts =
    [
        new(
            "account_connected", "gauge", "1 if the account is connected.",
            (account, board) => board.IsConnected(account) ? 1 : 0),
        new(
            "account_failing", "gauge", "1 if the account cannot be followed now.",
            (account, board) => board.FailingAccounts.ContainsKey(account.Title) ? 1 : 0),
        new(
            "token_expiry_timestamp_seconds", "gauge", "Time at which the token expires.",
            (account, _) => Seconds(account.Token.Latest?.ExpiresAt)),
    ];

    public static string Render(FollowStatusBoard board)
    {
        var text = new StringBuilder();
        foreach (var series in OfFeeds)
            Append(text, series, board.Feeds, feed => LabelsOf(feed, board), board);
        var feeds = board.Feeds.DistinctBy(feed => (feed.Status.AccountName, feed.Status.Feed)).ToList();
        foreach (var series in OfRequests)
            Append(text, series, feeds, feed => LabelsOf(feed.Status, board), board);
        foreach (var series in OfOutputs)
            Append(text, series, [.. board.Outputs], LabelsOf, board);
        foreach (var series in OfAccounts)
            Append(text, series, board.Accounts, account => $"account=\"{account.Label}\"", board);
        return text.ToString();
    }

    private static void Append<T>(
        StringBuilder text, Series<T> series, IReadOnlyList<T> subjects, Func<T, string> labels, FollowStatusBoard board)
    {
        var name = $"op_events_follow_{series.Name}";
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {series.Help}\n# TYPE {name} {series.Type}\n");
        foreach (var subject in subjects)
        {
            if (series.Value(subject, board) is { } number)
                text.Append(CultureInfo.InvariantCulture, $"{name}{{{labels(subject)}}} {number:R}\n");
        }
    }

    private static string LabelsOf(FeedStatus feed, FollowStatusBoard board) =>
        LabelsOf(feed.Status, board) + (feed.Output is { } output ? $",output=\"{output}\"" : "");

    private static string LabelsOf(OutputStatus output) =>
        $"{(output.Account is null ? "" : $"account=\"{output.Account}\",")}output=\"{output.Name}\"";

    private static string LabelsOf(FollowerStatus status, FollowStatusBoard board) =>
        $"account=\"{board.LabelOf(status)}\",feed=\"{status.Feed}\"";

    private static double? Seconds(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds() / 1000.0;

    /// <summary>A metric. A value of null leaves its line out.</summary>
    private sealed record Series<T>(string Name, string Type, string Help, Func<T, FollowStatusBoard, double?> Value);
}
