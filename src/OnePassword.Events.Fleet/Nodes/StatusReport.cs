using OnePassword.Events.Cli.Follow.Status;
using OnePassword.Events.Fleet.Schema;

namespace OnePassword.Events.Fleet.Nodes;

/// <summary>Writes the state of the feeds of this node to the database, as far as it has changed.</summary>
internal sealed class StatusReport(FleetNode node)
{
    // The lag of a feed changes all the time.
    private static readonly TimeSpan TextInterval = TimeSpan.FromSeconds(10);

    // The row may have been removed with its account, which was then added again.
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, (FollowState State, string Text, long Time)> _written = new(StringComparer.Ordinal);
    private bool _hasStarted;

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        // An account can have the name of a feed of another account.
        var rows = FollowRow.Of(node.Board, node.Cli).DistinctBy(row => row.Name, StringComparer.OrdinalIgnoreCase).ToList();
        var changed = rows.Where(HasChanged).ToList();
        await RemoveAsync(rows, cancellationToken).ConfigureAwait(false);
        if (changed.Count == 0)
            return;

        // An account that was removed meanwhile has no status.
        await node.Database.ExecuteAsync(
            """
            INSERT INTO op_events_fleet.feed_status AS s (name, account, node, state, text)
            SELECT r.name, a.name, $1, r.state, r.text FROM unnest($2, $3, $4, $5) AS r (name, account, state, text)
            JOIN op_events_fleet.account a ON a.name = r.account ORDER BY r.name
            ON CONFLICT (name) DO UPDATE
                SET node = excluded.node, state = excluded.state, text = excluded.text, reported_at = now()
            """,
            [
                node.Options.Name, Column(row => row.Name), Column(row => row.Account),
                Column(row => FollowRow.NameOf(row.State)), Column(row => row.Text),
            ],
            cancellationToken)
            .ConfigureAwait(false);
        foreach (var row in changed)
            _written[row.Name] = (row.State, row.Text, node.Cli.Clock.GetTimestamp());

        string[] Column(Func<FollowRow, string> value) => [.. changed.Select(value)];
    }

    // An account is a row until it has feeds. A feed may be on another node now.
    private async Task RemoveAsync(IReadOnlyList<FollowRow> rows, CancellationToken cancellationToken)
    {
        if (!_hasStarted) // A node of the same name, which was killed, may have left rows.
            await node.Database.ExecuteAsync(
                "DELETE FROM op_events_fleet.feed_status WHERE node = $1", [node.Options.Name], cancellationToken)
                .ConfigureAwait(false);
        _hasStarted = true;
        var gone = _written.Keys.Except(rows.Select(row => row.Name), StringComparer.Ordinal).ToArray();
        if (gone.Length == 0)
            return;
        await node.Database.ExecuteAsync(
            "DELETE FROM op_events_fleet.feed_status WHERE name = ANY ($1) AND node = $2", [gone, node.Options.Name],
            cancellationToken)
            .ConfigureAwait(false);
        foreach (var name in gone)
            _written.Remove(name);
    }

    private bool HasChanged(FollowRow row) => !_written.TryGetValue(row.Name, out var last) || last.State != row.State
        || (last.Text != row.Text && node.Cli.Clock.GetElapsedTime(last.Time) >= TextInterval)
        || node.Cli.Clock.GetElapsedTime(last.Time) >= LongestInterval;
}
