using System.CommandLine;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary><c>op-events state</c>: shows and changes the checkpoints of op-events follow.</summary>
internal static class StateCommand
{
    public const string NamesDescription = "Checkpoints, such as auditevents or acme-auditevents.";
    public const string NameDescription = "Checkpoint, such as auditevents or acme-auditevents.";

    private const string Examples = """
          op-events state show --state state                                          show how far each feed is
          op-events state set auditevents --state state --since 2h                    read the last two hours again
          op-events state set auditevents --state state --forget-output --output out  continue in a new file
          op-events state rename auditevents acme-auditevents --state state           keep it when the account gets a name
          op-events state reset auditevents --state state                             start from the beginning
        """;

    /// <summary>The exit codes of the commands that change checkpoints.</summary>
    public static readonly int[] ExitCodesOfChanges = [ExitCode.Success, ExitCode.Usage, ExitCode.State, ExitCode.Interrupted];

    public static Command Create(CliContext cli) =>
        new CliCommand("state", "Shows and changes the checkpoints of op-events follow.", Examples)
    {
        StateShowCommand.Create(cli),
        StateSetCommand.Create(cli),
        StateRenameCommand.Create(cli),
        StateResetCommand.Create(cli),
    };

    public static Option<string> Folder() =>
        new("--state") { Description = "Folder with the checkpoints of op-events follow.", HelpName = "folder", Required = true };

    public static Option<bool> Yes() => new("--yes") { Description = "Skip the confirmation. Required without a terminal." };
}
