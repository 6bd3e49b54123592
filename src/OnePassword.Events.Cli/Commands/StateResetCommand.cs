using System.CommandLine;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.State;

namespace OnePassword.Events.Cli.Commands;

/// <summary><c>op-events state reset</c>: forgets checkpoints.</summary>
internal sealed class StateResetCommand
{
    private const string Examples = """
          op-events state reset acme-auditevents --state state
          op-events state reset --all --state state --yes
        """;

    private readonly Argument<string[]> _names = new("name") { Description = "Checkpoints, such as auditevents or acme-auditevents.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string> _state = StateCommand.Folder();
    private readonly Option<bool> _all = new("--all") { Description = "All checkpoints of the folder." };
    private readonly Option<bool> _yes = StateCommand.Yes();
    private readonly CliContext _io;

    private StateResetCommand(CliContext io) => _io = io;

    public static Command Create(CliContext io)
    {
        var options = new StateResetCommand(io);
        var command = new Command("reset", "Forgets checkpoints, damaged ones too, and keeps a backup: the next follow begins anew.")
        {
            options._names, options._state, options._all, options._yes,
        }.WithExamples(Examples);
        command.SetAction(options.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var folder = parsed.GetValue(_state)!;
        var names = parsed.GetValue(_names)!;
        if (parsed.GetValue(_all) != (names.Length == 0))
            throw CliException.Usage("give the names of the checkpoints to reset, or --all.");

        // Before the folder is taken, which would make one that is not there.
        _ = await StateReader.ReadAsync(folder, names, cancellationToken).ConfigureAwait(false);
        using var editor = StateEditor.Open(folder, _io);
        var entries = await StateReader.ReadAsync(folder, names, cancellationToken).ConfigureAwait(false);
        if (entries.Count == 0)
        {
            await _io.Error.WriteLineAsync($"There is no checkpoint in {folder}.").ConfigureAwait(false);
            return ExitCode.Done;
        }
        await Confirmation.RequireAsync($"Reset {Format.List([.. entries.Select(entry => entry.Title)])}", parsed.GetValue(_yes), _io, cancellationToken).ConfigureAwait(false);
        foreach (var entry in entries)
            await editor.ForgetAsync(entry.Name).ConfigureAwait(false);
        await _io.Error.WriteLineAsync(
            $"The next follow begins {Format.List([.. entries.Select(entry => entry.Name)])} anew, and wants an output folder without files of that name: move them, or give another folder.").ConfigureAwait(false);
        return ExitCode.Done;
    }
}
