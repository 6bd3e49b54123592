using OnePassword.Events.Cli.Commands;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Fleet.Schema;

namespace OnePassword.Events.Fleet.Commands;

/// <summary><c>op-events-fleet migrate</c>: creates the tables.</summary>
internal sealed class MigrateCommand(CliContext cli) : DatabaseCommand(cli)
{
    private const string Examples = """
          op-events-fleet migrate --connection "Host=db;Database=events;Username=owner"
        """;

    public CliCommand Create() => Create(
        "migrate", "Creates or upgrades the tables. A node does this as well, if its role may.", Examples,
        async (database, _, cancellationToken) =>
        {
            await FleetSchema.MigrateAsync(database, cancellationToken).ConfigureAwait(false);
            Cli.Messages.Information(
                MessageEvent.SchemaChanged, "The schemas op_events, op_events_fleet and op_events_cluster are up to date.");
        });
}
