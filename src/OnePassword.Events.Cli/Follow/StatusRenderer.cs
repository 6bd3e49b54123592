using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Cli.Follow;

/// <summary>Renders the status as JSON for <c>/healthz</c>, and as text for Prometheus.</summary>
internal static class StatusRenderer
{
    private static readonly (
        string Name, string Type, string Help, Func<FeedStatus, FollowerStatus, DateTimeOffset, double?> Value)[] Series =
    [
        ("events_total", "counter", "Events written in this run.", (_, status, _) => status.Events),
        ("pages_total", "counter", "Pages with events in this run.", (_, status, _) => status.Pages),
        ("duplicates_total", "counter", "Duplicate events dropped in this run.", (_, status, _) => status.Duplicates),
        ("failures_total", "counter", "Failures in this run that were retried.", (_, status, _) => status.Failures),
        (
            "failing", "gauge", "1 if the feed is failing or has stopped after a failure.",
            (_, status, _) => status.Failure is null ? 0 : 1),
        ("caught_up", "gauge", "1 if the server reported no more events for now.", (_, status, _) => status.CaughtUp ? 1 : 0),
        ("silent", "gauge", "1 if no new event has arrived for longer than --silence.", (feed, _, _) => feed.IsSilent ? 1 : 0),
        (
            "lag_seconds", "gauge", "Age of the newest event; 0 for a feed that has caught up.",
            (_, status, now) => status.Lag(now)?.TotalSeconds),
        (
            "silence_seconds", "gauge", "Time since the last new event arrived.",
            (_, status, now) => status.Silence(now).TotalSeconds),
        (
            "last_event_timestamp_seconds", "gauge", "Time of the newest event.",
            (_, status, _) => Seconds(status.LastEventTime?.Value)),
        (
            "last_response_timestamp_seconds", "gauge", "Time of the last response.",
            (_, status, _) => Seconds(status.LastResponse)),
    ];

    public static string Health(FollowStatusBoard board)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("status", board.IsHealthy ? "ok" : "failing");
            json.WriteStartArray("accounts_failing");
            foreach (var (account, failure) in board.FailingAccounts)
            {
                json.WriteStartObject();
                json.WriteString("account", account);
                json.WriteString("failure", SafeText.Line(failure));
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteStartArray("feeds");
            foreach (var feed in board.Feeds)
                Write(json, feed, board.Time);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.WrittenSpan) + "\n";
    }

    public static string Metrics(FollowStatusBoard board)
    {
        var (text, feeds, now) = (new StringBuilder(), board.Feeds, board.Time);
        foreach (var (name, type, help, value) in Series)
        {
            text.Append(
                CultureInfo.InvariantCulture, $"# HELP op_events_follow_{name} {help}\n# TYPE op_events_follow_{name} {type}\n");
            foreach (var feed in feeds)
            {
                if (value(feed, feed.Status, now) is { } number)
                    text.Append(
                        CultureInfo.InvariantCulture,
                        $"op_events_follow_{name}{{account=\"{feed.Account}\",feed=\"{feed.Status.Feed}\"}} {number:R}\n");
            }
        }
        text.Append(
            "# HELP op_events_follow_account_failing 1 for an account that cannot be followed now.\n"
                + "# TYPE op_events_follow_account_failing gauge\n");
        foreach (var account in board.FailingAccounts.Keys)
            text.Append(CultureInfo.InvariantCulture, $"op_events_follow_account_failing{{account=\"{account}\"}} 1\n");
        return text.ToString();
    }

    private static void Write(Utf8JsonWriter json, FeedStatus feed, DateTimeOffset now)
    {
        var status = feed.Status;
        json.WriteStartObject();
        json.WriteString("name", status.Name);
        json.WriteString("state", StateOf(status));
        json.WriteString("failure", status.Failure is null ? null : SafeText.Line(Failure.Of(status.Failure).Text));
        json.WriteBoolean("caught_up", status.CaughtUp);
        json.WriteBoolean("silent", feed.IsSilent);
        json.WriteNumber("events", status.Events);
        json.WriteNumber("duplicates", status.Duplicates);
        json.WriteString("last_event", status.LastEventTime?.Text);
        if (status.Lag(now) is { } lag)
            json.WriteNumber("lag_seconds", Math.Round(lag.TotalSeconds, 3));
        json.WriteEndObject();
    }

    private static string StateOf(FollowerStatus status) => (status.HasEnded, status.Failure) switch
    {
        (true, null) => "done",
        (true, _) => "stopped",
        (false, null) => "following",
        _ => "failing",
    };

    private static double? Seconds(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds() / 1000.0;
}
