using System.CommandLine;
using Npgsql;
using OnePassword.Events.Cli.Commands;
using OnePassword.Events.Cli.Config.Outputs;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Fleet.Commands;

/// <summary>A command that uses the database of the fleet.</summary>
internal abstract class DatabaseCommand(CliContext cli)
{
    /// <summary>The environment variable of the connection string.</summary>
    public const string Variable = "OP_EVENTS_FLEET_CONNECTION";

    private readonly Option<string?> _connection = new("--connection")
    {
        Description = $"Connection string without a password. Default: {Variable}.",
        HelpName = "text",
    };

    protected static readonly int[] ExitCodes =
        [ExitCode.Success, ExitCode.Usage, ExitCode.Output, ExitCode.State, ExitCode.Interrupted, ExitCode.ClosedPipe];

    protected CliContext Cli => cli;

    /// <summary>Returns the database as an output, which stores the events of accounts without outputs.</summary>
    /// <exception cref="CliException">There is no connection string, or it is invalid.</exception>
    protected PostgreSqlOutput Output(ParseResult parsed)
    {
        if (parsed.GetValue(_connection) is { } option)
            return PostgreSqlReader.OfOption("--connection", option);
        return cli.Environment(Variable) is { Length: > 0 } variable
            ? PostgreSqlReader.OfOption(Variable, variable)
            : throw CliException.Usage($"no database. Specify --connection, or set {Variable}.");
    }

    /// <summary>Creates a command that runs with a connected database.</summary>
    protected CliCommand Create(
        string name, string description, string examples, Func<NpgsqlDataSource, ParseResult, CancellationToken, Task> run,
        params Symbol[] symbols)
    {
        var command = new CliCommand(name, description, examples, ExitCodes);
        AddTo(command, symbols);
        command.SetAction((parsed, cancellationToken) => RunAsync(
            Output(parsed), async database =>
            {
                await run(database, parsed, cancellationToken).ConfigureAwait(false);
                return ExitCode.Success;
            }));
        return command;
    }

    /// <summary>Adds the arguments and options of a command, and that of the database.</summary>
    protected void AddTo(CliCommand command, params IEnumerable<Symbol> symbols)
    {
        foreach (var symbol in symbols.Append(_connection))
        {
            if (symbol is Argument argument)
                command.Add(argument);
            else
                command.Add((Option)symbol);
        }
    }

    /// <summary>Runs a function with a database. A failure of the database becomes one line with a remedy.</summary>
    protected static async Task<int> RunAsync(PostgreSqlOutput output, Func<NpgsqlDataSource, Task<int>> run)
    {
        var database = output.Database();
        await using (database.ConfigureAwait(false))
        {
            try
            {
                return await run(database).ConfigureAwait(false);
            }
            catch (NpgsqlException e)
            {
                throw new CliException(ExitCode.Output, FleetFailure.Text(e));
            }
        }
    }
}
