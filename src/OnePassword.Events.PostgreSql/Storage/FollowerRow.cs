using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace OnePassword.Events.PostgreSql.Storage;

/// <summary>
/// A row of the table <c>follower</c> that this process has taken. The epoch and the version are the fence: if an update finds
/// no row with both, another process has taken the feed.
/// </summary>
internal sealed class FollowerRow
{
    private const string Columns = "id, epoch, version, last_seq, checkpoint, recent_uuids";

    private IReadOnlyList<string> _recentUuids = []; // As they can be loaded again.
    private string? _checkpoint;
    private long _events;
    private long _version;

    private FollowerRow(string name, int id, long epoch) => (Name, Id, Epoch) = (name, id, epoch);

    public string Name { get; }

    public int Id { get; }

    public long Epoch { get; }

    public long LastSeq { get; private set; }

    /// <summary>Gets or sets whether the result of a commit is unknown, because the connection was lost.</summary>
    public bool IsUncertain { get; set; }

    /// <summary>Gets a value indicating whether another process has taken the feed since. Only a load takes it again.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Takes the feed: the previous owner cannot commit any more. Waits until a commit of it has ended.</summary>
    public static async Task<FollowerRow> TakeAsync(
        NpgsqlConnection connection, string name, string account, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(
            "INSERT INTO op_events.follower (name, account) VALUES ($1, $2) ON CONFLICT (lower(name)) DO NOTHING",
            cancellationToken, new() { Value = name }, new() { Value = account }).ConfigureAwait(false);
        var command = connection.Command(
            $"""
            UPDATE op_events.follower SET epoch = epoch + 1, account = $2, owner = $3, taken_at = clock_timestamp()
            WHERE lower(name) = lower($1) AND (lower(account) = lower($2) OR checkpoint IS NULL) RETURNING {Columns}
            """,
            new() { Value = name }, new() { Value = account }, new() { Value = Owner() });
        command.CommandTimeout = 0; // The caller ends a silent owner.
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    throw new CheckpointException(
                        CheckpointFailure.Mismatch,
                        $"'{name}' in this database belongs to another account than '{account}'. Use another name.");
                var row = new FollowerRow(name, reader.GetInt32(0), reader.GetInt64(1));
                row.Read(reader);
                return row;
            }
        }
    }

    /// <summary>Reads the row again, once a commit whose result is unknown has ended on the server.</summary>
    /// <exception cref="CheckpointException">Another process has taken the feed.</exception>
    public async Task ReloadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var command = connection.Command(
            $"SELECT {Columns} FROM op_events.follower WHERE id = $1 AND epoch = $2 FOR UPDATE",
            new() { Value = Id }, new() { Value = Epoch });
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    throw TakenOver();
                Read(reader);
            }
        }
    }

    /// <summary>Returns the stored checkpoint; null if there is none.</summary>
    /// <param name="connection">A connection.</param>
    /// <param name="window">How many of the latest events identify duplicates.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<Checkpoint?> CheckpointAsync(NpgsqlConnection connection, int window, CancellationToken cancellationToken)
    {
        if (_checkpoint is null)
            return null;
        var stored = await EventTable.RecentKeysAsync(connection, Id, LastSeq, window, cancellationToken).ConfigureAwait(false);
        _recentUuids = [.. _recentUuids, .. stored];
        return Checkpoint.Parse(_checkpoint) with { RecentUuids = _recentUuids };
    }

    /// <summary>Whether the stored checkpoint has the position of another one.</summary>
    public bool IsAt(Checkpoint checkpoint) =>
        _checkpoint is not null && Checkpoint.Parse(_checkpoint) is var stored
            && (stored.Cursor, stored.Events, stored.State) == (checkpoint.Cursor, checkpoint.Events, checkpoint.State);

    /// <summary>Requires that a page follows the stored events. A page that was skipped, or stored before, does not.</summary>
    /// <param name="checkpoint">The checkpoint after the page.</param>
    /// <param name="events">How many events the page has.</param>
    /// <param name="isExact">Whether no other page may be between them.</param>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    public void RequireNext(Checkpoint checkpoint, int events, bool isExact)
    {
        var before = checkpoint.Events - events;
        if (isExact ? _events != before : _events > before)
            throw new InvalidOperationException(
                $"This page of '{Name}' does not follow the stored events: another page was skipped, or this one was stored. "
                + "Follow again, which continues from the stored checkpoint.");
    }

    /// <summary>The first statement of a commit: its row lock makes a second writer wait, and then fail.</summary>
    /// <param name="connection">A connection with a transaction.</param>
    /// <param name="checkpoint">The new checkpoint.</param>
    /// <param name="events">How many events are stored with it; null if the events are not in the table.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Call it when the transaction has been committed.</returns>
    /// <exception cref="CheckpointException">Another process has taken the feed.</exception>
    public async Task<Action> AdvanceAsync(
        NpgsqlConnection connection, Checkpoint checkpoint, int? events, CancellationToken cancellationToken)
    {
        var (json, lastSeq) = ((checkpoint with { RecentUuids = [] }).ToJson(), LastSeq + (events ?? 0));
        var savesUuids = events is null && !checkpoint.RecentUuids.SequenceEqual(_recentUuids, StringComparer.Ordinal);
        var parameters = new List<NpgsqlParameter>
        {
            new() { Value = Id }, new() { Value = Epoch }, new() { Value = _version }, new() { Value = lastSeq },
            new() { Value = json }, new() { Value = checkpoint.Feed },
        };
        if (savesUuids)
            parameters.Add(new()
            {
                Value = checkpoint.RecentUuids.Where(EventTable.IsText).ToArray(),
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
            });
        var rows = await connection.ExecuteAsync(
            $"""
            UPDATE op_events.follower SET version = version + 1, last_seq = $4, checkpoint = $5, feed = $6, saved_at = now()
            {(savesUuids ? ", recent_uuids = $7" : "")} WHERE id = $1 AND epoch = $2 AND version = $3
            """,
            cancellationToken, [.. parameters]).ConfigureAwait(false);
        if (rows == 0)
            throw await LostAsync(connection, cancellationToken).ConfigureAwait(false);
        var version = _version + 1;
        return () => (_version, LastSeq, _checkpoint, _events, _recentUuids) =
            (version, lastSeq, json, checkpoint.Events, checkpoint.RecentUuids);
    }

    // A server that was restored, or a replica that was promoted, can have an earlier version.
    private async Task<Exception> LostAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var isOwn = await connection.ScalarAsync(
            "SELECT epoch = $2 FROM op_events.follower WHERE id = $1", cancellationToken,
            new NpgsqlParameter { Value = Id }, new NpgsqlParameter { Value = Epoch }).ConfigureAwait(false) is true;
        return isOwn
            ? new InvalidOperationException(
                $"The database has lost commits of '{Name}', for example after a failover. Follow again.")
            : TakenOver();
    }

    private void Read(NpgsqlDataReader reader)
    {
        (_version, LastSeq, IsUncertain) = (reader.GetInt64(2), reader.GetInt64(3), false);
        _checkpoint = reader.IsDBNull(4) ? null : reader.GetString(4);
        _events = _checkpoint is null ? 0 : Checkpoint.Parse(_checkpoint).Events;
        _recentUuids = reader.IsDBNull(5) ? [] : reader.GetFieldValue<string[]>(5);
    }

    /// <summary>Marks the row as lost, and returns the failure that says so.</summary>
    public CheckpointException TakenOver()
    {
        IsLost = true;
        return new(
            CheckpointFailure.TakenOver,
            $"Another process has taken over '{Name}'. This process has committed nothing since then.");
    }

    private static string Owner() =>
        string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}, process {Environment.ProcessId}");
}
