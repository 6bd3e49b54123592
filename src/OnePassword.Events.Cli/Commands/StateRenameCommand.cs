using System.CommandLine;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.State;

namespace OnePassword.Events.Cli.Commands;

/// <summary><c>op-events state rename</c>: keeps a checkpoint when its account gets another name.</summary>
internal sealed class StateRenameCommand
{
    private const string Examples = """
          op-events state rename auditevents acme-auditevents --state state
          op-events state rename acme-auditevents globex-auditevents --state state --yes
        """;

    private readonly Argument<string> _name = new("name") { Description = "Checkpoint, such as auditevents or acme-auditevents." };
    private readonly Argument<string> _newName = new("new-name") { Description = "Its new name: the feed, or the name of the account, a dash and the feed." };
    private readonly Option<string> _state = StateCommand.Folder();
    private readonly Option<bool> _yes = StateCommand.Yes();
    private readonly CliContext _io;

    private StateRenameCommand(CliContext io) => _io = io;

    public static Command Create(CliContext io)
    {
        var options = new StateRenameCommand(io);
        var command = new Command("rename", "Renames a checkpoint when its account was renamed, or when options became a configuration file.")
        {
            options._name, options._newName, options._state, options._yes,
        }.WithExamples(Examples);
        command.SetAction(options.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (folder, name, newName) = (parsed.GetValue(_state)!, parsed.GetValue(_name)!, parsed.GetValue(_newName)!);

        // Before the folder is taken, which would make one that is not there.
        _ = await StateReader.ReadAsync(folder, [name], cancellationToken).ConfigureAwait(false);
        using var editor = StateEditor.Open(folder, _io);
        var entry = (await StateReader.ReadAsync(folder, [name], cancellationToken).ConfigureAwait(false)).Single();
        if (entry.Checkpoint is not { Feed: var feed })
            throw new CliException(ExitCode.State, entry.Problem!);
        if (newName != feed && !newName.EndsWith($"-{feed}", StringComparison.Ordinal))
            throw CliException.Usage($"a checkpoint of {feed} is called {feed}, or ACCOUNT-{feed}: {ParseErrors.Shown(newName)} would not be found.");
        await Confirmation.RequireAsync($"Rename {entry.Title} to {ParseErrors.Shown(newName)}", parsed.GetValue(_yes), _io, cancellationToken).ConfigureAwait(false);
        editor.Rename(name, newName);
        await _io.Error.WriteLineAsync($"{name}: is called {newName} now.").ConfigureAwait(false);
        return ExitCode.Done;
    }
}
