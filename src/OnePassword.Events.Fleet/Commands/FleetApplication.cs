using OnePassword.Events.Cli.Commands;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Fleet.Commands;

/// <summary>The commands of the fleet.</summary>
internal static class FleetApplication
{
    private const string Examples = """
          op-events-fleet run --connection "Host=localhost;Database=events;Username=postgres" --emulator 20
          op-events-fleet apply follow.json                 add and change the accounts of a file
          op-events-fleet status                            nodes, accounts and feeds
        """;

    private const string HelpExamples = """
          op-events-fleet help run
          op-events-fleet help state set
        """;

    /// <summary>Returns the tree of all commands.</summary>
    public static CliRoot CreateRoot(CliContext cli) =>
        new("op-events-fleet", "Follows many 1Password accounts on several machines into PostgreSQL.", Examples, cli.Columns)
        {
            new RunCommand(cli).Create(),
            new MigrateCommand(cli).Create(),
            GrantsCommand.Create(),
            new ApplyCommand(cli).Create(),
            new AccountCommand(cli).Create(),
            new StatusCommand(cli).Create(),
            new FleetStateCommand(cli).Create(),
            HelpCommand.Create(HelpExamples, "run or state set"),
        };
}
