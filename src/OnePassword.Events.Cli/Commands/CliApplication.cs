using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary>The commands of the tool.</summary>
internal static class CliApplication
{
    /// <summary>The examples of the help and the manual.</summary>
    public const string Examples = """
          op-events export --emulator --output out    try it without an account
          op-events introspect                        show what your token can read
          op-events export --output out               export everything that the API keeps
          op-events follow --output out --state s     write new events until stopped
        """;

    /// <summary>Returns the tree of all commands.</summary>
    public static CliRoot CreateRoot(CliContext cli) =>
        new("op-events", "Exports and follows 1Password audit events, item usages and sign-in attempts.", Examples, cli.Columns)
        {
            ExportCommand.Create(cli),
            FollowCommand.Create(cli),
            IntrospectCommand.Create(cli),
            EmulatorCommand.Create(cli),
            StateCommand.Create(cli),
            DeadLetterCommand.Create(cli),
            DbCommand.Create(cli),
            ConfigCommand.Create(cli),
            CompletionCommand.Create(),
            ManualCommand.Create(cli),
            HelpCommand.Create(),
        };

    /// <inheritdoc cref="CliRoot.RunAsync"/>
    public static Task<int> RunAsync(string[] args, CliContext cli, CancellationToken cancellationToken = default) =>
        CreateRoot(cli).RunAsync(args, cli, cancellationToken);
}
