using System.CommandLine;

namespace OnePassword.Events.Cli.Commands;

/// <summary><c>op-events state</c>: looks at the checkpoints of op-events follow.</summary>
internal static class StateCommand
{
    private const string Examples = """
          op-events state show --state state                               how far each feed is
          op-events state export --state state --output checkpoints.json  keep all of it
        """;

    public static Command Create(ToolIo io) => new Command("state", "Shows the checkpoints of op-events follow.")
    {
        StateShowCommand.Create(io),
        StateExportCommand.Create(io),
    }.WithExamples(Examples);

    public static Option<string> Folder() => new("--state") { Description = "Folder that op-events follow keeps its checkpoints in.", HelpName = "folder", Required = true };
}
