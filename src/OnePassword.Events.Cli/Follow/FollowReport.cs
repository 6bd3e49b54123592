using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Cli.Follow;

/// <summary>The board as JSON, for people and supervisors, and as Prometheus reads it.</summary>
internal static class FollowReport
{
    private static readonly (string Name, string Type, string Help, Func<FollowStatus.Snapshot, DateTimeOffset, double?> Value)[] Series =
    [
        ("events_total", "counter", "Events that were written in this run.", (feed, _) => feed.Events),
        ("pages_total", "counter", "Pages with events in this run.", (feed, _) => feed.Pages),
        ("duplicates_total", "counter", "Events that came again and were dropped.", (feed, _) => feed.Duplicates),
        ("failures_total", "counter", "Failures that were waited after.", (feed, _) => feed.Failures),
        ("failing", "gauge", "1 if the feed fails or has ended by a failure.", (feed, _) => feed.Failure is null ? 0 : 1),
        ("caught_up", "gauge", "1 if the server said that there is nothing more for now.", (feed, _) => feed.CaughtUp ? 1 : 0),
        ("silent", "gauge", "1 if the feed has brought no event for longer than the alarm allows.", (feed, _) => feed.Silent ? 1 : 0),
        ("lag_seconds", "gauge", "Age of the newest event; 0 for a feed that has caught up.", (feed, now) => feed.Lag(now)?.TotalSeconds),
        ("silence_seconds", "gauge", "Time since an event came.", (feed, now) => feed.Silence(now).TotalSeconds),
        ("last_event_timestamp_seconds", "gauge", "When the newest event happened.", (feed, _) => Seconds(feed.LastEventTime?.Value)),
        ("last_answer_timestamp_seconds", "gauge", "When the server answered last.", (feed, _) => Seconds(feed.AnsweredAt)),
    ];

    public static string Health(FollowBoard board)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("status", board.IsHealthy ? "ok" : "failing");
            json.WriteStartArray("accounts_failing");
            foreach (var (account, failure) in board.Accounts)
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

    public static string Metrics(FollowBoard board)
    {
        var (text, feeds, now) = (new StringBuilder(), board.Feeds, board.Time);
        foreach (var (name, type, help, value) in Series)
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP op_events_follow_{name} {help}\n# TYPE op_events_follow_{name} {type}\n");
            foreach (var feed in feeds)
            {
                if (value(feed, now) is { } number)
                    text.Append(CultureInfo.InvariantCulture, $"op_events_follow_{name}{{account=\"{feed.Account}\",feed=\"{feed.Feed}\"}} {number:R}\n");
            }
        }
        text.Append("# HELP op_events_follow_account_failing 1 for an account that cannot be followed at all now.\n# TYPE op_events_follow_account_failing gauge\n");
        foreach (var account in board.Accounts.Keys)
            text.Append(CultureInfo.InvariantCulture, $"op_events_follow_account_failing{{account=\"{account}\"}} 1\n");
        return text.ToString();
    }

    private static void Write(Utf8JsonWriter json, FollowStatus.Snapshot feed, DateTimeOffset now)
    {
        json.WriteStartObject();
        json.WriteString("name", feed.Name);
        json.WriteString("state", (feed.Ended, feed.Failure) switch { (true, null) => "done", (true, _) => "ended", (_, null) => "follows", _ => "failing" });
        json.WriteString("failure", feed.Failure is null ? null : SafeText.Line(feed.Failure));
        json.WriteBoolean("caught_up", feed.CaughtUp);
        json.WriteBoolean("silent", feed.Silent);
        json.WriteNumber("events", feed.Events);
        json.WriteNumber("duplicates", feed.Duplicates);
        json.WriteString("last_event", feed.LastEventTime?.Text);
        if (feed.Lag(now) is { } lag)
            json.WriteNumber("lag_seconds", Math.Round(lag.TotalSeconds, 3));
        json.WriteEndObject();
    }

    private static double? Seconds(DateTimeOffset? moment) => moment?.ToUnixTimeMilliseconds() / 1000.0;
}
