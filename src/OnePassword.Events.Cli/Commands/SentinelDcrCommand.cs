using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Commands;

/// <summary><c>op-events config sentinel-dcr</c>: prints the deployment template for the output sentinel.</summary>
internal static class SentinelDcrCommand
{
    private const string Examples = """
          op-events config sentinel-dcr > sentinel-dcr.json        then: az deployment group create --template-file …
        """;

    public static CliCommand Create()
    {
        var command = new CliCommand(
            "sentinel-dcr", "Prints the Azure template with the table and the rule for the output sentinel.", Examples,
            ExitCode.Success, ExitCode.Usage, ExitCode.Output, ExitCode.ClosedPipe);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await parsed.InvocationConfiguration.Output.WriteAsync(
                SentinelDestination.DeploymentTemplate.AsMemory(), cancellationToken).ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }
}
