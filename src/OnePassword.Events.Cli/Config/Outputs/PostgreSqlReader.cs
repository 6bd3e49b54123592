using Npgsql;
using OnePassword.Events.Cli.Config.Reading;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Secrets;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Config.Outputs;

/// <summary>Reads an output of the type <c>postgresql</c>.</summary>
internal static class PostgreSqlReader
{
    public static FollowOutput Read(ConfigSection output) => new PostgreSqlOutput(
        output.Required("connection", ReadConnection), output.Optional<OutputSecret?>("password", null, ReadPassword));

    /// <summary>Returns the output of an option with a connection string.</summary>
    /// <exception cref="CliException">The string is invalid.</exception>
    public static PostgreSqlOutput OfOption(string option, string connection)
    {
        try
        {
            return new PostgreSqlOutput(Checked(connection, "PGPASSWORD"), Password: null);
        }
        catch (InvalidValueException e)
        {
            throw CliException.Usage($"{option} {e.Message}.");
        }
    }

    private static string Checked(string connection, string password)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connection);
            if (string.IsNullOrEmpty(settings.Host))
                throw new InvalidValueException("has no Host");
            if (settings.Password is not null)
                throw new InvalidValueException($"contains a password. Use {password} or a password file");
            return connection;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new InvalidValueException(
                "must be a connection string, such as Host=db;Database=events;Username=op_events");
        }
    }

    private static string ReadConnection(ConfigValue value) =>
        Checked(value.Word("a connection string"), "the key password, PGPASSWORD");

    private static OutputSecret ReadPassword(ConfigValue value) =>
        SecretSourceReader.Read(value) is { } source
            ? new OutputSecret("password", source, value.Context.Cli, value.Context.SecretVariables)
            : null!; // A problem of the file.
}
