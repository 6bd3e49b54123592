using System.Globalization;
using Npgsql;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Destinations;
using OnePassword.Events.PostgreSql;

namespace OnePassword.Events.Cli.Follow.Outputs;

/// <summary>Checks that a database can be reached, and has the tables and the privileges. Nothing is changed.</summary>
internal static class PostgreSqlProbe
{
    public const string Migrate = "Run `op-events db migrate`.";

    private const string Encoding = "SHOW server_encoding";

    private const string Privileges = """
        SELECT bool_and(has_table_privilege(name, privilege)) FROM (VALUES
            ('op_events.follower', 'SELECT'), ('op_events.follower', 'INSERT'), ('op_events.follower', 'UPDATE'),
            ('op_events.event', 'SELECT'), ('op_events.event', 'INSERT')) AS needed (name, privilege)
        """;

    public static async Task<ProbeResult> RunAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        try
        {
            if (await ScalarAsync(database, Encoding, cancellationToken).ConfigureAwait(false) is not "UTF8")
                return new(
                    ProbeStatus.Failed, "the database does not have the encoding UTF8. Create another one for the events.");
            var version = await PostgreSqlSchema.VersionAsync(database, cancellationToken).ConfigureAwait(false);
            if (version < PostgreSqlSchema.Version)
                return new(ProbeStatus.Failed, string.Create(
                    CultureInfo.InvariantCulture,
                    $"the schema has version {version}, but version {PostgreSqlSchema.Version} is required. {Migrate}"));
            return await ScalarAsync(database, Privileges, cancellationToken).ConfigureAwait(false) is true
                ? new(ProbeStatus.Ok, "the database has the tables, and the role can write to them.")
                : new(ProbeStatus.Failed, "the role lacks privileges. Run the SQL of `op-events db grants` as their owner.");
        }
        catch (NpgsqlException e)
        {
            return new(ProbeStatus.Failed, PostgreSqlFailure.Text(e));
        }
    }

    private static async Task<object?> ScalarAsync(NpgsqlDataSource database, string sql, CancellationToken cancellationToken)
    {
        var command = database.CreateCommand(sql);
        await using (command.ConfigureAwait(false))
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }
}
