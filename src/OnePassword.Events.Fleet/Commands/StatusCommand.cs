using System.CommandLine;
using Npgsql;
using OnePassword.Events.Cli.Commands;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Fleet.Status;

namespace OnePassword.Events.Fleet.Commands;

/// <summary><c>op-events-fleet status</c>: shows nodes, accounts and feeds.</summary>
internal sealed class StatusCommand(CliContext cli) : DatabaseCommand(cli)
{
    private const string Examples = """
          op-events-fleet status               the nodes, and the accounts that need attention
          op-events-fleet status --all         all feeds
        """;

    private readonly Option<bool> _all = new("--all") { Description = "Show all feeds, also those that have caught up." };

    public CliCommand Create() => Create(
        "status", "Shows the nodes, and the accounts that need attention.", Examples, RunAsync, _all);

    private async Task RunAsync(NpgsqlDataSource database, ParseResult parsed, CancellationToken cancellationToken)
    {
        var status = await FleetStatus.ReadAsync(database, Cli.Clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        var text = status.Text(parsed.GetValue(_all), Cli.Columns);
        await parsed.InvocationConfiguration.Output.WriteAsync(text.AsMemory(), cancellationToken).ConfigureAwait(false);
    }
}
