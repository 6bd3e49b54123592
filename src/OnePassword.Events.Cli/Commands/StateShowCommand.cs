using System.CommandLine;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.State;

namespace OnePassword.Events.Cli.Commands;

/// <summary><c>op-events state show</c>: shows the position of each checkpoint.</summary>
internal sealed class StateShowCommand
{
    private const string Examples = """
          op-events state show --state state
          op-events state show acme-auditevents --state state           all values of one checkpoint
          op-events state show --config follow.json                     also the checkpoints in a database or bucket
          op-events state show --state state --json | jq -r 'select(.last_event_age_seconds > 3600) | .name'
        """;

    private readonly Argument<string[]> _names =
        new("name") { Description = $"{StateCommand.NamesDescription} Default: all.", Arity = ArgumentArity.ZeroOrMore };
    private readonly StateLocation _location = new();
    private readonly Option<bool> _json =
        new("--json") { Description = "Print one line of JSON per checkpoint, including its cursor." };
    private readonly Option<bool> _cursors =
        new("--cursors") { Description = "Show all values of each checkpoint, with its cursor." };
    private readonly CliContext _cli;

    private StateShowCommand(CliContext cli) => _cli = cli;

    public static Command Create(CliContext cli)
    {
        var options = new StateShowCommand(cli);
        var command = new CliCommand(
            "show", "Shows the position of each checkpoint, even while op-events follow is running.", Examples,
            ExitCode.Success, ExitCode.Usage, ExitCode.Output, ExitCode.State, ExitCode.Interrupted, ExitCode.ClosedPipe)
        {
            options._names,
        };
        foreach (var option in (Option[])[.. options._location.All, options._json, options._cursors])
            command.Add(option);
        command.SetAction(options.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var entries = await _location.ReadAsync(parsed, parsed.GetValue(_names)!, _cli, cancellationToken).ConfigureAwait(false);
        if (entries.Count == 0)
            _cli.Messages.Information(MessageEvent.CheckpointMissing, _location.Missing(parsed));
        else
            await parsed.InvocationConfiguration.Output.WriteAsync(
                string.Concat(Lines(parsed, entries).Select(line => line + "\n"))).ConfigureAwait(false);
        var unusable = entries.Where(entry => entry.Problem is not null).Select(entry => entry.Name).ToList();
        if (unusable.Count == 0)
            return ExitCode.Success;
        _cli.Messages.Error(
            MessageEvent.CheckpointUnusable, ExitCode.State,
            $"{Format.Count(unusable.Count, "checkpoint")} cannot be used: {Format.List(unusable)}.");
        return ExitCode.State;
    }

    private IEnumerable<string> Lines(ParseResult parsed, IReadOnlyList<StateEntry> entries)
    {
        var now = _cli.Clock.GetUtcNow();
        return parsed.GetValue(_json)
            ? entries.Select(entry => StateJson.ToLine(entry, now))
            : parsed.GetValue(_names)!.Length > 0 || parsed.GetValue(_cursors)
                ? StateCards.Lines(entries, parsed.GetValue(_cursors), now)
                : StateTable.Lines(entries, now);
    }
}
