using System.CommandLine;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.State;

namespace OnePassword.Events.Cli.Commands;

/// <summary><c>op-events state show</c>: how far each checkpoint is.</summary>
internal sealed class StateShowCommand
{
    private const string Examples = """
          op-events state show --state state
          op-events state show acme-auditevents --state state --cursors
          op-events state show --state state --json | jq -r 'select(.lag_seconds > 3600) | .name'
        """;

    private readonly Argument<string[]> _names = new("name") { Description = "Checkpoints, such as auditevents or acme-auditevents. Default: all.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string> _state = StateCommand.Folder();
    private readonly Option<bool> _json = new("--json") { Description = "Print a JSON object for each checkpoint, a line each, with its cursor." };
    private readonly Option<bool> _cursors = new("--cursors") { Description = "Show the cursors in the table." };
    private readonly CliContext _io;

    private StateShowCommand(CliContext io) => _io = io;

    public static Command Create(CliContext io)
    {
        var options = new StateShowCommand(io);
        var command = new Command("show", "Shows how far each checkpoint is. A follow may be running.")
        {
            options._names, options._state, options._json, options._cursors,
        }.WithExamples(Examples);
        command.SetAction(options.RunAsync);
        return command;
    }

    /// <summary>Tells which checkpoints cannot be used; the rest has been shown.</summary>
    public static async Task<int> EndAsync(IReadOnlyList<StateEntry> entries, CliContext io)
    {
        var unusable = entries.Where(entry => entry.Problem is not null).Select(entry => entry.Name).ToList();
        if (unusable.Count == 0)
            return ExitCode.Done;
        await io.Error.WriteLineAsync($"op-events: {Format.Count(unusable.Count, "checkpoint")} cannot be used: {Format.List(unusable)}.").ConfigureAwait(false);
        return ExitCode.State;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var folder = parsed.GetValue(_state)!;
        var entries = await StateReader.ReadAsync(folder, parsed.GetValue(_names)!, cancellationToken).ConfigureAwait(false);
        if (entries.Count == 0)
            await _io.Error.WriteLineAsync($"There is no checkpoint in {folder}.").ConfigureAwait(false);
        else
            await parsed.InvocationConfiguration.Output.WriteAsync(string.Concat(Lines(parsed, entries).Select(line => line + "\n"))).ConfigureAwait(false);
        return await EndAsync(entries, _io).ConfigureAwait(false);
    }

    private IEnumerable<string> Lines(ParseResult parsed, IReadOnlyList<StateEntry> entries)
    {
        var now = _io.Clock.GetUtcNow();
        return parsed.GetValue(_json) ? entries.Select(entry => StateJson.ToLine(entry, now)) : StateTable.Lines(entries, parsed.GetValue(_cursors), now);
    }
}
