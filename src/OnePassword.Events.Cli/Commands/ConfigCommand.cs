using System.CommandLine;
using OnePassword.Events.Cli.Config;
using OnePassword.Events.Cli.Config.Check;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary><c>op-events config</c>: help with the configuration file.</summary>
internal static class ConfigCommand
{
    private const string SchemaExamples = """
          op-events config schema > follow.schema.json   then, in the file: "$schema": "follow.schema.json"
        """;

    private const string CheckExamples = """
          op-events config check follow.json             say what op-events follow --config follow.json would do
        """;

    public static Command Create(CliContext io) => new Command("config", "Helps to write the configuration file of op-events follow.")
    {
        CreateCheck(io),
        CreateSchema(),
    }.WithExamples($"{CheckExamples}\n{SchemaExamples}");

    private static Command CreateSchema()
    {
        var schema = new Command("schema", "Prints the JSON schema of the configuration file; editors complete and check by it.").WithExamples(SchemaExamples);
        schema.SetAction(PrintSchemaAsync);
        return schema;
    }

    private static Command CreateCheck(CliContext io)
    {
        var file = new Argument<string>("file") { Description = "Configuration file." };
        var check = new Command("check", "Says what a configuration file would do: asks each server what the token may read, and reads no event.") { file }.WithExamples(CheckExamples);
        check.SetAction((parsed, cancellationToken) =>
        {
            var config = FollowConfig.Read(parsed.GetValue(file)!, io.Environment, io.Clock.GetUtcNow());
            return new PlanCheck(FollowPlan.Of(config, io), io).RunAsync(parsed.InvocationConfiguration.Output, cancellationToken);
        });
        return check;
    }

    private static async Task<int> PrintSchemaAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await parsed.InvocationConfiguration.Output.WriteAsync(FollowSchema.Read().AsMemory(), cancellationToken).ConfigureAwait(false);
        return ExitCode.Done;
    }
}
