using Npgsql;
using OnePassword.Events.PostgreSql.Storage;

namespace OnePassword.Events.PostgreSql.Ownership;

/// <summary>The advisory lock of an account, which a session holds.</summary>
internal static class AccountLock
{
    /// <summary>The SQL of the key of the lock. The name of the account is $1.</summary>
    public const string Key = "pg_catalog.hashtextextended('op_events:' || pg_catalog.lower($1), 0::bigint)";

    /// <summary>Takes the lock, if no other session has it.</summary>
    public static async Task<bool> TryTakeAsync(
        NpgsqlConnection session, PostgreSqlEventStoreOptions options, CancellationToken cancellationToken) =>
        options.Takeover == Takeover.AtOnce
            || (bool)(await session.ScalarAsync(
                $"SELECT pg_catalog.pg_try_advisory_lock({Key})", cancellationToken,
                new NpgsqlParameter { Value = options.Account }).ConfigureAwait(false))!;

    public static Task ReleaseAsync(NpgsqlConnection session, PostgreSqlEventStoreOptions options) =>
        options.Takeover == Takeover.AtOnce
            ? Task.CompletedTask
            : session.ExecuteAsync(
                $"SELECT pg_catalog.pg_advisory_unlock({Key})", CancellationToken.None,
                new NpgsqlParameter { Value = options.Account });
}
