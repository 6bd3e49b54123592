using System.Net.Sockets;
using Npgsql;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Cli.Shared;

/// <summary>The text of a failure of PostgreSQL, with a remedy.</summary>
internal static class PostgreSqlFailure
{
    public static string Text(NpgsqlException failure)
    {
        var problem = failure is PostgresException { MessageText: var text }
            ? text
            : (failure.InnerException as SocketException ?? (Exception)failure).Message;
        return $"PostgreSQL: {SafeText.Line(problem).TrimEnd('.')}. {RemedyOf(failure)}".TrimEnd();
    }

    private static string? RemedyOf(NpgsqlException failure) => failure.SqlState switch
    {
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedColumn
            or PostgresErrorCodes.UndefinedFunction => "Run `op-events db migrate`.",
        PostgresErrorCodes.InsufficientPrivilege =>
            "Grant it to the role. `op-events db grants` prints the SQL for op-events follow.",
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            "Check the user and the password of the output.",
        PostgresErrorCodes.InvalidCatalogName => "Create the database, or correct Database in the key connection.",
        null when failure.InnerException is SocketException => "Check that the address is correct and that the service runs.",
        _ => null,
    };
}
