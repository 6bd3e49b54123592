using System.CommandLine;
using OnePassword.Events.Cli.Config;

namespace OnePassword.Events.Cli.Commands;

/// <summary><c>op-events config</c>: help with the configuration file.</summary>
internal static class ConfigCommand
{
    private const string SchemaExamples = """
          op-events config schema > follow.schema.json   then, in the file: "$schema": "follow.schema.json"
        """;

    public static Command Create()
    {
        var schema = new Command("schema", "Prints the JSON schema of the configuration file; editors complete and check by it.").WithExamples(SchemaExamples);
        schema.SetAction(PrintSchemaAsync);
        return new Command("config", "Helps to write the configuration file of op-events follow.") { schema }.WithExamples(SchemaExamples);
    }

    private static async Task<int> PrintSchemaAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await parsed.InvocationConfiguration.Output.WriteAsync(FollowSchema.Read().AsMemory(), cancellationToken).ConfigureAwait(false);
        return ExitCode.Done;
    }
}
