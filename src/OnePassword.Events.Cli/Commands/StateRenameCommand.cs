using System.CommandLine;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.State;

namespace OnePassword.Events.Cli.Commands;

/// <summary><c>op-events state rename</c>: keeps a checkpoint when its account or output gets another name.</summary>
internal sealed class StateRenameCommand
{
    private const string Examples = """
          op-events state rename auditevents acme-auditevents --state state
          op-events state rename acme-auditevents globex-auditevents --state state --yes
        """;

    private readonly Argument<string> _name = new("name") { Description = StateCommand.NameDescription };
    private readonly Argument<string> _newName =
        new("new-name") { Description = "New name: ACCOUNT-FEED-OUTPUT, without an account or output that has no name." };
    private readonly Option<string> _state = StateCommand.Folder();
    private readonly Option<bool> _yes = StateCommand.Yes();
    private readonly CliContext _cli;

    private StateRenameCommand(CliContext cli) => _cli = cli;

    public static Command Create(CliContext cli)
    {
        var options = new StateRenameCommand(cli);
        var command = new CliCommand(
            "rename", "Renames a checkpoint when its account or output gets another name.",
            Examples, StateCommand.ExitCodesOfChanges) { options._name, options._newName, options._state, options._yes };
        command.SetAction(options.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (folder, name, newName) = (parsed.GetValue(_state)!, parsed.GetValue(_name)!, parsed.GetValue(_newName)!);
        using var editor = await StateEditor.OpenAsync(folder, [name], _cli, cancellationToken).ConfigureAwait(false);
        var entry = editor.Entries.Single();
        if (entry.Checkpoint is not { Feed: var feed })
            throw new CliException(ExitCode.State, entry.Problem!);
        if (!CheckpointOutput.IsName(newName, feed))
            throw CliException.Usage(
                $"{Format.Argument(newName)} is not a name for a checkpoint of {feed}. "
                    + $"Use {feed} or ACCOUNT-{feed}, followed by -OUTPUT for a named output.");
        await Confirmation.RequireAsync(
            $"Rename {entry.Title} to {Format.Argument(newName)}", parsed.GetValue(_yes), _cli,
            cancellationToken).ConfigureAwait(false);
        editor.Rename(name, newName);
        _cli.Messages.Information(MessageEvent.CheckpointChanged, $"{name}: renamed to {newName}.");
        return ExitCode.Success;
    }
}
