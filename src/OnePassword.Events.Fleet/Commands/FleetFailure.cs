using Npgsql;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Fleet.Commands;

/// <summary>The text of a failure of the database, with a remedy that names the commands of the fleet.</summary>
internal static class FleetFailure
{
    public static string Text(NpgsqlException failure) => failure.SqlState switch
    {
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName =>
            "the database has no fleet yet. Run `op-events-fleet migrate`, or start a node.",
        PostgresErrorCodes.InsufficientPrivilege =>
            $"PostgreSQL: {failure.Message.Split(": ", 2)[^1]}. Run `op-events-fleet migrate` as the owner of the database, and "
            + "`op-events-fleet grants ROLE` for the role of the nodes.",
        PostgresErrorCodes.InvalidCatalogName =>
            $"PostgreSQL: {failure.Message.Split(": ", 2)[^1]}. Create the database, or correct Database in "
            + "the connection string.",
        _ => PostgreSqlFailure.Text(failure),
    };
}
