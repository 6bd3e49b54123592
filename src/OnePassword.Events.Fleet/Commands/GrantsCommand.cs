using System.CommandLine;
using OnePassword.Events.Cli.Commands;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Fleet.Schema;

namespace OnePassword.Events.Fleet.Commands;

/// <summary><c>op-events-fleet grants</c>: prints the SQL that grants a role what a node needs.</summary>
internal static class GrantsCommand
{
    private const string Examples = """
          op-events-fleet grants op_events | psql --dbname events
        """;

    public static CliCommand Create()
    {
        var role = new Argument<string>("role") { Description = "The role of the nodes." };
        var command = new CliCommand(
            "grants", "Prints the SQL that grants a role what nodes and commands need, except migrate.", Examples,
            ExitCode.Success, ExitCode.Usage, ExitCode.Output, ExitCode.ClosedPipe) { role };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await parsed.InvocationConfiguration.Output.WriteAsync(
                FleetSchema.Grants(parsed.GetValue(role)!).AsMemory(), cancellationToken).ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }
}
