using Npgsql;
using OnePassword.Events.PostgreSql.Storage;

namespace OnePassword.Events.PostgreSql.Ownership;

/// <summary>
/// Ends the sessions of a process that hangs. Its connections stay open, so PostgreSQL would keep its locks. The role may end its
/// own sessions; it does not see those of another role.
/// </summary>
internal static class SilentSessions
{
    /// <summary>Ends the session that holds the lock of the account, if it has been silent for the limit.</summary>
    public static Task EndOwnerAsync(
        NpgsqlConnection session, PostgreSqlEventStoreOptions options, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            $"""
            SELECT pg_catalog.pg_terminate_backend(a.pid)
            FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
                AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                AND (l.classid::bigint << 32) | l.objid::bigint = {AccountLock.Key}
                AND a.usesysid = (SELECT oid FROM pg_roles WHERE rolname = current_user)
                AND a.wait_event = 'ClientRead' AND a.state_change < clock_timestamp() - $2
            """,
            cancellationToken, new() { Value = options.Account }, new() { Value = options.SilenceLimit });

    /// <summary>Ends the sessions that a session waits for, if their process has sent nothing for half of the limit.</summary>
    public static async Task EndBlockersAsync(
        NpgsqlDataSource database, int waiting, PostgreSqlEventStoreOptions options, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            await connection.ExecuteAsync(
                """
                SELECT pg_terminate_backend(a.pid)
                FROM pg_catalog.unnest(pg_catalog.pg_blocking_pids($1)) AS blocker
                JOIN pg_catalog.pg_stat_activity a ON a.pid = blocker
                WHERE a.usesysid = (SELECT oid FROM pg_roles WHERE rolname = current_user)
                    AND a.wait_event = 'ClientRead' AND greatest(a.state_change, a.query_start) < clock_timestamp() - $2
                """,
                cancellationToken, new() { Value = waiting }, new() { Value = options.SilenceLimit / 2 }).ConfigureAwait(false);
        }
    }
}
