using System.CommandLine;
using OnePassword.Events.Cli.Config;
using OnePassword.Events.Cli.Config.Check;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary><c>op-events config</c>: checks a configuration file and prints its schema.</summary>
internal static class ConfigCommand
{
    private const string SchemaExamples = """
          op-events config schema > follow.schema.json   then, in the file: "$schema": "follow.schema.json"
        """;

    private const string CheckExamples = """
          op-events config check follow.json             show what op-events follow --config follow.json would do
        """;

    public static Command Create(CliContext cli) =>
        new CliCommand(
            "config", "Checks the configuration file of op-events follow, or prints its schema.",
            $"{CheckExamples}\n{SchemaExamples}")
    {
        CreateCheck(cli),
        CreateSchema(),
        SplunkMacrosCommand.Create(cli),
        ElasticTemplateCommand.Create(),
        SentinelDcrCommand.Create(),
    };

    private static CliCommand CreateSchema()
    {
        var schema = new CliCommand("schema", "Prints the JSON schema of the configuration file, for editors.", SchemaExamples,
            ExitCode.Success, ExitCode.Usage, ExitCode.Output, ExitCode.ClosedPipe);
        schema.SetAction(PrintSchemaAsync);
        return schema;
    }

    private static CliCommand CreateCheck(CliContext cli)
    {
        var file = new Argument<string>("file") { Description = "Configuration file." };
        var check = new CliCommand(
            "check", "Shows what a configuration file would do. Checks the tokens; reads no events.", CheckExamples) { file };
        check.SetAction((parsed, cancellationToken) =>
            new PlanCheck(FollowConfig.Read(parsed.GetValue(file)!, cli), cli).RunAsync(
                parsed.InvocationConfiguration.Output, cancellationToken));
        return check;
    }

    private static async Task<int> PrintSchemaAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await parsed.InvocationConfiguration.Output.WriteAsync(
            FollowSchema.Read().AsMemory(), cancellationToken).ConfigureAwait(false);
        return ExitCode.Success;
    }
}
