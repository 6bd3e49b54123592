using System.Text;
using Npgsql;
using OnePassword.Events.Cli.Follow.Status;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Fleet.Schema;

namespace OnePassword.Events.Fleet.Status;

/// <summary>The nodes and feeds of a fleet, as the database has them.</summary>
/// <param name="Nodes">The nodes that are active or join.</param>
/// <param name="Feeds">The feeds, and the accounts without feeds.</param>
/// <param name="Time">The time of the status.</param>
internal sealed record FleetStatus(IReadOnlyList<NodeRow> Nodes, IReadOnlyList<FeedRow> Feeds, DateTimeOffset Time)
{
    private static readonly string[] Settled = [FollowRow.NameOf(FollowState.CaughtUp), FollowRow.NameOf(FollowState.Complete)];

    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(20);

    public static async Task<FleetStatus> ReadAsync(
        NpgsqlDataSource database, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var nodes = await database.QueryAsync(
            """
            SELECT n.name, clock_timestamp() - n.alive, n.started,
                (SELECT count(DISTINCT s.account) FROM op_events_fleet.current_feed_status s JOIN op_events_fleet.account a
                    ON a.name = s.account WHERE s.node = n.name AND NOT a.is_paused)
            FROM op_events_cluster.node n WHERE n.status = 3 ORDER BY n.name
            """,
            row => new NodeRow(row.GetString(0), row.GetTimeSpan(1), row.GetFieldValue<DateTimeOffset>(2), row.GetInt64(3)),
            [], cancellationToken).ConfigureAwait(false);
        var feeds = await database.QueryAsync(
            """
            SELECT coalesce(s.name, a.name), a.name, coalesce(s.node, ''), a.is_paused, coalesce(s.state, 'starting'),
                coalesce(s.text, ''), coalesce(f.last_seq, 0), f.saved_at
            FROM op_events_fleet.account a
            LEFT JOIN op_events_fleet.current_feed_status s ON s.account = a.name AND NOT a.is_paused
            LEFT JOIN op_events.follower f ON lower(f.name) = lower(s.name)
            ORDER BY 1
            """,
            row => new FeedRow(
                row.GetString(0), row.GetString(1), row.GetString(2), row.GetBoolean(3) ? "paused" : row.GetString(4),
                row.GetString(5), row.GetInt64(6), row.IsDBNull(7) ? null : row.GetFieldValue<DateTimeOffset>(7)),
            [], cancellationToken).ConfigureAwait(false);
        return new FleetStatus(nodes, feeds, time);
    }

    /// <summary>Returns the status as text.</summary>
    /// <param name="all">Whether to show each feed, and not only those that need attention.</param>
    /// <param name="columns">The width of the terminal; null for no limit.</param>
    public string Text(bool all, int? columns)
    {
        var text = new StringBuilder();
        Append(text, [["NODE", "ACCOUNTS", "RUNS FOR", ""], .. Nodes.Select(node => new[]
        {
            node.Name, Format.Number(node.Accounts), Duration.Format(Rounded(Time - node.Started)),
            node.Silence > LongestSilence ? $"silent for {Duration.Format(Rounded(node.Silence))}" : "",
        })]);
        if (Nodes.Count == 0)
            text.Append("No node runs. Start one with `op-events-fleet run`.\n");
        var shown = Feeds.Where(feed => all || !Settled.Contains(feed.State, StringComparer.Ordinal)).ToList();
        if (shown.Count > 0)
        {
            text.Append('\n');
            Append(text, [["FEED", "NODE", "EVENTS", "STATE"], .. shown.Select(feed => new[]
            {
                feed.Name, feed.Node, Format.Number(feed.Events),
                feed.Text.Length > 0 && feed.State != "paused" ? feed.Text : feed.State,
            })]);
        }
        var accounts = Feeds.Select(feed => feed.Account).Distinct(StringComparer.Ordinal).Count();
        var states = string.Join(", ", Feeds.CountBy(feed => feed.State).OrderBy(state => state.Key, StringComparer.Ordinal)
            .Select(state => $"{Format.Number(state.Value)} {state.Key}"));
        text.Append($"\n{Format.Count(accounts, "account")}{(states.Length > 0 ? $": {states}" : "")}\n");
        return string.Concat(text.ToString().Split('\n').SkipLast(1).Select(line =>
            $"{(line.Length > columns ? $"{line[..Math.Max(0, columns.Value - 1)]}…" : line)}\n"));
    }

    private static TimeSpan Rounded(TimeSpan time) => TimeSpan.FromSeconds(Math.Max(0, Math.Round(time.TotalSeconds)));

    private static void Append(StringBuilder text, IReadOnlyList<string[]> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToList();
        foreach (var row in rows)
            text.Append(string.Join("  ", row.Select((value, column) => value.PadRight(widths[column]))).TrimEnd()).Append('\n');
    }
}
