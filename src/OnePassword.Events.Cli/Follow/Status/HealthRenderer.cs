using System.Buffers;
using System.Text;
using System.Text.Json;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow.Status;

/// <summary>Renders the status as JSON for <c>/healthz</c>.</summary>
internal static class HealthRenderer
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n" };

    public static string Render(FollowStatusBoard board)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("status", board.Health);
            json.WriteStartArray("accounts_failing");
            foreach (var account in board.Accounts)
            {
                if (!board.FailingAccounts.TryGetValue(account.Title, out var failure))
                    continue;
                json.WriteStartObject();
                json.WriteString("account", account.Label);
                json.WriteString("failure", board.Redacted(failure));
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteStartArray("outputs");
            foreach (var output in board.Outputs)
                Write(json, output, board);
            json.WriteEndArray();
            json.WriteStartArray("feeds");
            foreach (var feed in board.Feeds)
                Write(json, feed, board);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.WrittenSpan) + "\n";
    }

    private static void Write(Utf8JsonWriter json, FeedStatus feed, FollowStatusBoard board)
    {
        var status = feed.Status;
        json.WriteStartObject();
        json.WriteString("name", status.Name);
        json.WriteString("account", board.LabelOf(status));
        json.WriteString("feed", status.Feed);
        if (feed.Output is { } output)
            json.WriteString("output", output);
        json.WriteString("state", StateOf(status));
        json.WriteString("failure", status.Failure is null ? null : board.Redacted(Failure.Of(status.Failure).Text));
        json.WriteBoolean("caught_up", status.CaughtUp);
        json.WriteBoolean("silent", feed.IsSilent);
        json.WriteNumber("events", status.Events);
        json.WriteNumber("duplicates", status.Duplicates);
        json.WriteString("last_event", status.LastEventTime?.Text);
        if (status.Lag(board.Time) is { } lag)
            json.WriteNumber("lag_seconds", Math.Round(lag.TotalSeconds, 3));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, OutputStatus output, FollowStatusBoard board)
    {
        var statistics = output.Statistics;
        json.WriteStartObject();
        json.WriteString("name", output.Name);
        if (output.Account is { } account)
            json.WriteString("account", account);
        json.WriteString("destination", output.Destination);
        json.WriteString("guarantee", output.Guarantee);
        json.WriteString("state", output.Failure is null ? "delivering" : "failing");
        json.WriteString("failure", output.Failure is { } failure ? board.Redacted(failure) : null);
        json.WriteNumber("delivered", statistics.Delivered);
        json.WriteNumber("rejected", statistics.DeadLetters);
        if (output.DeadLetters is { } waiting)
            json.WriteNumber("dead_letters", waiting);
        json.WriteEndObject();
    }

    private static string StateOf(FollowerStatus status) => (status.HasEnded, status.Failure) switch
    {
        (true, null) => "done",
        (true, _) => "stopped",
        (false, null) => "following",
        _ => "failing",
    };
}
