using System.CommandLine;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.State;

namespace OnePassword.Events.Cli.Commands;

/// <summary><c>op-events state reset</c>: deletes checkpoints.</summary>
internal sealed class StateResetCommand
{
    private const string Examples = """
          op-events state reset acme-auditevents --state state
          op-events state reset --all --state state --yes
        """;

    private readonly Argument<string[]> _names =
        new("name") { Description = StateCommand.NamesDescription, Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string> _state = StateCommand.Folder();
    private readonly Option<bool> _all =
        new("--all") { Description = "Delete all checkpoints of the folder, including corrupt ones." };
    private readonly Option<bool> _yes = StateCommand.Yes();
    private readonly CliContext _cli;

    private StateResetCommand(CliContext cli) => _cli = cli;

    public static Command Create(CliContext cli)
    {
        var options = new StateResetCommand(cli);
        var command = new CliCommand(
            "reset", "Deletes checkpoints after a backup. The next follow starts from the beginning.", Examples,
            StateCommand.ExitCodesOfChanges)
        {
            options._names, options._state, options._all, options._yes,
        };
        command.SetAction(options.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var folder = parsed.GetValue(_state)!;
        var names = parsed.GetValue(_names)!;
        if (parsed.GetValue(_all) != (names.Length == 0))
            throw CliException.Usage("specify either the names of checkpoints or --all.");
        using var editor = await StateEditor.OpenAsync(folder, names, _cli, cancellationToken).ConfigureAwait(false);
        if (editor.Entries.Count == 0)
        {
            _cli.Messages.Information(MessageEvent.CheckpointMissing, $"{folder} contains no checkpoint.");
            return ExitCode.Success;
        }
        await Confirmation.RequireAsync(
            $"Reset {Format.List([.. editor.Entries.Select(entry => entry.Title)])}", parsed.GetValue(_yes), _cli,
            cancellationToken).ConfigureAwait(false);
        foreach (var entry in editor.Entries)
            editor.Remove(entry.Name);
        var removed = Format.List([.. editor.Entries.Select(entry => entry.Name)]);
        var ofFiles = editor.Entries.Any(entry => entry.Output is not null || entry.Problem is not null);
        var note = $"The next follow starts {removed} from the beginning" + (ofFiles
            ? ", and requires an output folder without their files. Move them, or use another folder."
            : ". The output gets all events again.");
        _cli.Messages.Information(MessageEvent.CheckpointChanged, note);
        return ExitCode.Success;
    }
}
