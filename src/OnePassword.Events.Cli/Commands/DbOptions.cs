using System.CommandLine;
using OnePassword.Events.Cli.Config;
using OnePassword.Events.Cli.Config.Outputs;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary>The options of <c>op-events db</c> that name a database.</summary>
internal sealed class DbOptions
{
    private readonly Option<string?> _config = new("--config")
    {
        Description = "Configuration file of op-events follow with an output of the type postgresql.",
        HelpName = "file",
    };

    private readonly Option<string?> _output =
        new("--output") { Description = "The output of the file, if it has several databases.", HelpName = "name" };

    private readonly Option<string?> _connection = new("--connection")
    {
        Description = "Connection string. The password comes from PGPASSWORD or PGPASSFILE.",
        HelpName = "text",
    };

    public Option[] All => [_config, _output, _connection];

    /// <summary>Returns the output that the options describe.</summary>
    /// <exception cref="CliException">There is none, or several.</exception>
    public PostgreSqlOutput Read(ParseResult parsed, CliContext cli)
    {
        var (config, connection, name) = (parsed.GetValue(_config), parsed.GetValue(_connection), parsed.GetValue(_output));
        if ((config is null) == (connection is null))
            throw CliException.Usage("specify either --config or --connection.");
        if (connection is not null && name is not null)
            throw CliException.Usage("--output requires --config.");
        if (connection is not null)
            return PostgreSqlReader.OfOption("--connection", connection);
        var outputs = FollowConfig.Read(config!, cli, needsState: false).Outputs.OfType<PostgreSqlOutput>().ToList();
        var found = name is null ? outputs : outputs.Where(output => output.Title == name).ToList();
        return found is [var only]
            ? only
            : throw CliException.Usage(outputs.Count == 0
                ? $"{config} has no output of the type postgresql."
                : $"specify --output {Format.List([.. outputs.Select(output => output.Title)], "or")}.");
    }
}
