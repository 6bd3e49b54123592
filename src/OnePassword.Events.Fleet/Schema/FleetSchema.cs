using Npgsql;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.PostgreSql;

namespace OnePassword.Events.Fleet.Schema;

/// <summary>The tables of the fleet, beside those of the events.</summary>
internal static class FleetSchema
{
    private const int Version = 1;

    private static readonly string[] Scripts = ["001-cluster.sql", "002-fleet.sql"];

    /// <summary>Creates what is missing. Several nodes can do this at once.</summary>
    /// <exception cref="CliException">The database has another encoding, or a later version has changed it.</exception>
    /// <exception cref="NpgsqlException">The database is not available, or the role lacks a privilege.</exception>
    public static async Task MigrateAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        if (await VersionAsync(database, cancellationToken).ConfigureAwait(false) is var version && version > Version)
            throw new CliException(
                ExitCode.State,
                $"a later version of op-events-fleet has changed the database (version {version}). Use that one.");
        await MigrateEventsAsync(database, cancellationToken).ConfigureAwait(false);
        if (version == Version)
            return; // A node needs no privilege to change the schema then.
        var connection = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                await ExecuteAsync(connection, "SELECT pg_advisory_xact_lock(hashtext('op_events_fleet'))", cancellationToken)
                    .ConfigureAwait(false);
                if (await VersionAsync(database, cancellationToken).ConfigureAwait(false) == Version)
                    return; // Another node was faster.
                foreach (var script in Scripts)
                    await ExecuteAsync(connection, Read(script), cancellationToken).ConfigureAwait(false);
                await ExecuteAsync(
                    connection,
                    FormattableString.Invariant($"INSERT INTO op_events_fleet.migration (version) VALUES ({Version})"),
                    cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Returns the SQL that grants a role what a node needs, and nothing else.</summary>
    public static string Grants(string role)
    {
        var name = $"\"{role.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        return PostgreSqlSchema.WriterGrants(role) + string.Join('\n',
            $"GRANT USAGE ON SCHEMA op_events_fleet, op_events_cluster TO {name};",
            $"GRANT SELECT ON op_events_fleet.migration, op_events_fleet.current_feed_status TO {name};",
            $"GRANT SELECT ON op_events_cluster.OrleansQuery TO {name};",
            $"GRANT SELECT, INSERT ON op_events_fleet.fleet TO {name};",
            $"GRANT SELECT, INSERT, UPDATE, DELETE ON op_events_fleet.account, op_events_fleet.feed_status TO {name};",
            $"GRANT SELECT, INSERT, UPDATE, DELETE ON op_events_cluster.membership, op_events_cluster.node TO {name};",
            $"GRANT USAGE ON ALL SEQUENCES IN SCHEMA op_events_fleet TO {name};",
            "");
    }

    /// <summary>Names the fleet of the database, if it has no name yet.</summary>
    /// <exception cref="CliException">The database has a fleet of another name.</exception>
    public static async Task ClaimAsync(NpgsqlDataSource database, string fleet, CancellationToken cancellationToken)
    {
        await database.ExecuteAsync(
            "INSERT INTO op_events_fleet.fleet (name) VALUES ($1) ON CONFLICT DO NOTHING", [fleet], cancellationToken)
            .ConfigureAwait(false);
        var name = (string)(await database.ScalarAsync("SELECT name FROM op_events_fleet.fleet", [], cancellationToken)
            .ConfigureAwait(false))!;
        if (name != fleet)
            throw CliException.Usage(
                $"the database belongs to the fleet '{name}'. Use --fleet {name} to join it, or another database.");
    }

    private static async Task MigrateEventsAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        if (await PostgreSqlSchema.VersionAsync(database, cancellationToken).ConfigureAwait(false) >= PostgreSqlSchema.Version)
            return;
        try
        {
            await PostgreSqlSchema.MigrateAsync(database, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidOperationException e)
        {
            throw new CliException(ExitCode.Output, e.Message); // The database has another encoding.
        }
    }

    private static async Task<int> VersionAsync(NpgsqlDataSource database, CancellationToken cancellationToken) =>
        await database.ScalarAsync("SELECT to_regclass('op_events_fleet.migration')::text", [], cancellationToken)
            .ConfigureAwait(false) is null
            ? 0
            : (int)(await database.ScalarAsync(
                "SELECT coalesce(max(version), 0) FROM op_events_fleet.migration", [], cancellationToken).ConfigureAwait(false))!;

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
#pragma warning disable CA2100 // The SQL is that of this program.
            command.CommandText = sql;
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Read(string script)
    {
        using var reader = new StreamReader(typeof(FleetSchema).Assembly.GetManifestResourceStream(script)!);
        return reader.ReadToEnd();
    }
}
