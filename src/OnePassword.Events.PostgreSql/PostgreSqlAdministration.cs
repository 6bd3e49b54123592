using Npgsql;
using NpgsqlTypes;
using OnePassword.Events.PostgreSql.Ownership;
using OnePassword.Events.PostgreSql.Storage;

namespace OnePassword.Events.PostgreSql;

/// <summary>Operations of an administrator on the stored feeds. They do not take a feed.</summary>
public static class PostgreSqlAdministration
{
    /// <summary>Returns the followed feeds, by name.</summary>
    /// <param name="database">The database.</param>
    /// <param name="name">The name of a follower; null for all.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="CheckpointException">A checkpoint is corrupt, or a later version of the library wrote it.</exception>
    /// <exception cref="NpgsqlException">The database is not available, or the role lacks a privilege.</exception>
    public static async Task<IReadOnlyList<PostgreSqlFollower>> ListFollowersAsync(
        NpgsqlDataSource database, string? name = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        var command = database.CreateCommand(
            """
            SELECT name, account, checkpoint, last_seq, epoch, owner, taken_at, saved_at FROM op_events.follower
            WHERE $1 IS NULL OR lower(name) = lower($1) ORDER BY name
            """);
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = name, NpgsqlDbType = NpgsqlDbType.Text });
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var followers = new List<PostgreSqlFollower>();
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    followers.Add(new PostgreSqlFollower
                    {
                        Name = reader.GetString(0),
                        Account = reader.GetString(1),
                        Checkpoint = reader.IsDBNull(2) ? null : Checkpoint.Parse(reader.GetString(2)),
                        LastSeq = reader.GetInt64(3),
                        Epoch = reader.GetInt64(4),
                        Owner = reader.IsDBNull(5) ? null : reader.GetString(5),
                        TakenAt = reader.IsDBNull(6) ? null : reader.GetFieldValue<DateTimeOffset>(6),
                        SavedAt = reader.IsDBNull(7) ? null : reader.GetFieldValue<DateTimeOffset>(7),
                    });
                return followers;
            }
        }
    }

    /// <summary>
    /// Returns whether a process follows an account and holds its lock. A store with <see cref="Takeover.AtOnce"/> holds no lock.
    /// </summary>
    /// <param name="database">The database.</param>
    /// <param name="account">The name of the account.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="NpgsqlException">The database is not available.</exception>
    public static async Task<bool> IsLockedAsync(
        NpgsqlDataSource database, string account, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(account);
        var connection = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            // Without a transaction, the lock ends with the statement.
            return await connection.ScalarAsync(
                $"SELECT pg_catalog.pg_try_advisory_xact_lock({AccountLock.Key})", cancellationToken,
                new NpgsqlParameter { Value = account }).ConfigureAwait(false) is false;
        }
    }

    /// <summary>
    /// Replaces the checkpoint of a feed. The process that follows it commits nothing any more, and must be restarted.
    /// </summary>
    /// <param name="database">The database.</param>
    /// <param name="name">The name of the follower.</param>
    /// <param name="checkpoint">The checkpoint; null to start without one.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>False if the database has no such follower.</returns>
    /// <exception cref="NpgsqlException">The database is not available, or the role lacks a privilege.</exception>
    public static async Task<bool> SetCheckpointAsync(
        NpgsqlDataSource database, string name, Checkpoint? checkpoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var connection = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var json = checkpoint is null ? null : (checkpoint with { RecentUuids = [] }).ToJson();
            return await connection.ExecuteAsync(
                """
                UPDATE op_events.follower SET epoch = epoch + 1, version = version + 1, checkpoint = $2
                WHERE lower(name) = lower($1)
                """,
                cancellationToken, new() { Value = name }, new NpgsqlParameter<string?> { TypedValue = json })
                .ConfigureAwait(false) > 0;
        }
    }

    /// <summary>
    /// Removes events in small transactions, which do not delay followers. The latest events of each feed stay, because they
    /// identify duplicates.
    /// </summary>
    /// <param name="database">The database. The role must be able to delete from the table <c>event</c>.</param>
    /// <param name="receivedBefore">The time before which an event was stored.</param>
    /// <param name="keptPerFeed">
    /// How many events of each feed stay. Use that of <see cref="FollowOptions.DuplicateWindow"/>.
    /// </param>
    /// <param name="batch">How many events one transaction removes.</param>
    /// <param name="cancellationToken">Cancels the operation. Events that are removed stay removed.</param>
    /// <returns>The number of removed events.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or the batch is 0.</exception>
    /// <exception cref="NpgsqlException">The database is not available, or the role lacks a privilege.</exception>
    public static async Task<long> RemoveEventsAsync(
        NpgsqlDataSource database, DateTimeOffset receivedBefore, int keptPerFeed = 5_000, int batch = 10_000,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentOutOfRangeException.ThrowIfNegative(keptPerFeed);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        var connection = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            for (var removed = 0L; ;)
            {
                // The events of a feed are in the order of their arrival, so the oldest ones are the first of the primary key.
                var command = connection.Command(
                    """
                    DELETE FROM op_events.event e USING (
                        SELECT o.follower_id, o.seq FROM op_events.follower f CROSS JOIN LATERAL (
                            SELECT follower_id, seq FROM op_events.event
                            WHERE follower_id = f.id AND seq <= f.last_seq - $2 AND received < $1 ORDER BY seq LIMIT $3) o
                        LIMIT $3) old
                    WHERE e.follower_id = old.follower_id AND e.seq = old.seq
                    """,
                    [
                        new() { Value = receivedBefore.ToUniversalTime() }, new() { Value = (long)keptPerFeed },
                        new() { Value = (long)batch },
                    ]);
                command.CommandTimeout = 0; // The rows that earlier transactions removed are still there until a vacuum.
                await using (command.ConfigureAwait(false))
                {
                    var rows = await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                    removed += rows;
                    if (rows < batch)
                        return removed;
                }
            }
        }
    }
}
