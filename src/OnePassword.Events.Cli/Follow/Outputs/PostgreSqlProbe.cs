using System.Globalization;
using Npgsql;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Destinations;
using OnePassword.Events.PostgreSql;

namespace OnePassword.Events.Cli.Follow.Outputs;

/// <summary>Checks a database: that it can be reached, and that it has the tables and the privileges. Nothing is changed.</summary>
internal static class PostgreSqlProbe
{
    public const string Migrate = "Run `op-events db migrate`.";

    private const string Privileges = """
        SELECT has_table_privilege('op_events.follower', 'SELECT, INSERT, UPDATE') AND has_table_privilege('op_events.event', 'INSERT')
            AND has_table_privilege('op_events.event', 'SELECT')
        """;

    public static async Task<ProbeResult> RunAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        try
        {
            var version = await PostgreSqlSchema.VersionAsync(database, cancellationToken).ConfigureAwait(false);
            if (version < PostgreSqlSchema.Version)
                return new(ProbeStatus.Failed, string.Create(
                    CultureInfo.InvariantCulture,
                    $"the schema has version {version}, and this version of op-events requires {PostgreSqlSchema.Version}. {Migrate}"));
            var command = database.CreateCommand(Privileges);
            await using (command.ConfigureAwait(false))
            {
                return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true
                    ? new(ProbeStatus.Ok, "the database has the tables, and the role can write to them.")
                    : new(ProbeStatus.Failed, "the role lacks privileges. Run the SQL of `op-events db grants` as their owner.");
            }
        }
        catch (NpgsqlException e)
        {
            return new(ProbeStatus.Failed, PostgreSqlFailure.Text(e));
        }
    }
}
