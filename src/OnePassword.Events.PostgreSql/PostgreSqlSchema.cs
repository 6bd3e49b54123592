using Npgsql;
using OnePassword.Events.PostgreSql.Storage;

namespace OnePassword.Events.PostgreSql;

/// <summary>The tables and views, in the schema <c>op_events</c> of the database.</summary>
public static class PostgreSqlSchema
{
    private static readonly (int Version, string Name)[] Migrations = [(1, "001-tables.sql"), (2, "002-views.sql")];

    /// <summary>Gets the version that this version of the library needs.</summary>
    public static int Version => Migrations[^1].Version;

    /// <summary>
    /// Gets the SQL that creates or upgrades the schema, for an administrator. Applying it twice changes nothing.
    /// </summary>
    public static string Script =>
        $"BEGIN;\n\n{string.Concat(Migrations.Select(one => $"{Read(one.Name)}\n{Record(one.Version)}\n\n"))}COMMIT;\n";

    /// <summary>Creates or upgrades the schema. Several processes can do this at once.</summary>
    /// <param name="dataSource">The database. The role must be able to create the schema, or own it.</param>
    /// <param name="cancellationToken">Cancels the operation. The schema is then unchanged.</param>
    /// <returns>The version before; 0 if the schema did not exist.</returns>
    /// <exception cref="NpgsqlException">The database is not available, or the role lacks a privilege.</exception>
    /// <exception cref="InvalidOperationException">The database does not have the encoding UTF8.</exception>
    public static async Task<int> MigrateAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            await ThrowIfNotUtf8Async(connection, cancellationToken).ConfigureAwait(false);
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                await connection.ExecuteAsync(
                    "SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('op_events.migration', 0::bigint))",
                    cancellationToken).ConfigureAwait(false);
                var before = await VersionAsync(connection, cancellationToken).ConfigureAwait(false);
                foreach (var (version, name) in Migrations.Where(one => one.Version > before))
                    await connection.ExecuteAsync($"{Read(name)}\n{Record(version)}", cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                return before;
            }
        }
    }

    /// <summary>Returns the version of the schema in a database.</summary>
    /// <param name="dataSource">The database.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The version; 0 if the schema does not exist.</returns>
    /// <exception cref="NpgsqlException">The database is not available, or the role cannot read the schema.</exception>
    public static async Task<int> VersionAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
            return await VersionAsync(connection, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Returns the SQL that grants a role what a follower needs, and nothing else.</summary>
    /// <param name="role">The name of the role. It is quoted.</param>
    public static string WriterGrants(string role) => Grants(role, """
        GRANT USAGE ON SCHEMA op_events TO {0};
        GRANT SELECT ON op_events.migration TO {0};
        GRANT SELECT, INSERT, UPDATE ON op_events.follower TO {0};
        GRANT SELECT, INSERT ON op_events.event TO {0};

        """);

    /// <summary>
    /// Returns the SQL that grants a role to read the events and the views, and the views of later versions if the same owner
    /// creates them.
    /// </summary>
    /// <param name="role">The name of the role. It is quoted.</param>
    public static string ReaderGrants(string role) => Grants(role, """
        GRANT USAGE ON SCHEMA op_events TO {0};
        GRANT SELECT ON ALL TABLES IN SCHEMA op_events TO {0};
        ALTER DEFAULT PRIVILEGES IN SCHEMA op_events GRANT SELECT ON TABLES TO {0};

        """);

    private static string Grants(string role, string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(role);
        return text.Replace("{0}", $"\"{role.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", StringComparison.Ordinal)
            .ReplaceLineEndings("\n").TrimEnd() + "\n";
    }

    private static string Record(int version) =>
        FormattableString.Invariant($"INSERT INTO op_events.migration (version) VALUES ({version}) ON CONFLICT DO NOTHING;");

    private static async Task<int> VersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var table = await connection.ScalarAsync("SELECT to_regclass('op_events.migration')::text", cancellationToken)
            .ConfigureAwait(false);
        return table is null
            ? 0
            : (int)(await connection.ScalarAsync("SELECT coalesce(max(version), 0) FROM op_events.migration", cancellationToken)
                .ConfigureAwait(false))!;
    }

    private static async Task ThrowIfNotUtf8Async(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (await connection.ScalarAsync("SHOW server_encoding", cancellationToken).ConfigureAwait(false) is not "UTF8")
            throw new InvalidOperationException("The database must have the encoding UTF8. Create another one for the events.");
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(PostgreSqlSchema).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
