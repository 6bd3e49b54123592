using System.CommandLine;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary><c>op-events state</c>: looks at the checkpoints of op-events follow, and changes them.</summary>
internal static class StateCommand
{
    private const string Examples = """
          op-events state show --state state                                          how far each feed is
          op-events state export --state state --output checkpoints.json              keep all of it
          op-events state set auditevents --state state --since 2h                    read two hours again
          op-events state set auditevents --state state --forget-output --output out  go on in a new file
          op-events state rename auditevents acme-auditevents --state state           keep it for an account that got a name
          op-events state reset auditevents --state state                             begin anew
        """;

    public static Command Create(CliContext io) => new Command("state", "Shows and changes the checkpoints of op-events follow.")
    {
        StateShowCommand.Create(io),
        StateExportCommand.Create(io),
        StateSetCommand.Create(io),
        StateRenameCommand.Create(io),
        StateResetCommand.Create(io),
    }.WithExamples(Examples);

    public static Option<string> Folder() => new("--state") { Description = "Folder that op-events follow keeps its checkpoints in.", HelpName = "folder", Required = true };

    public static Option<bool> Yes() => new("--yes") { Description = "Do not ask. Without a terminal, nothing is changed unless this is given." };
}
