using System.CommandLine;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.State;

namespace OnePassword.Events.Cli.Commands;

/// <summary><c>op-events state set</c>: changes where a checkpoint continues.</summary>
internal sealed class StateSetCommand
{
    private const string Examples = """
          op-events state set acme-auditevents --state state --since 2026-01-31T00:00:00Z
          op-events state set acme-auditevents --state state --cursor aGVsbG8
          op-events state set acme-auditevents --state state --forget-output --output out
        """;

    private readonly Argument<string> _name = new("name") { Description = StateCommand.NameDescription };
    private readonly Option<string> _state = StateCommand.Folder();
    private readonly Option<string?> _cursor =
        new("--cursor") { Description = "Continue after this cursor.", HelpName = "cursor" };
    private readonly Option<TimeExpression?> _since = OptionFactory.Time(
        "--since", "Discard the cursor and restart at this time, as described in Times.");
    private readonly Option<int?> _pageSize = OptionFactory.PageSize(
        "Events per request. Restarts at --since, by default 1h before the last event.");
    private readonly Option<bool> _forgetOutput =
        new("--forget-output") { Description = "Continue in a new file after the last one in --output." };
    private readonly Option<string?> _output =
        new("--output") { Description = "Output folder, for --forget-output.", HelpName = "folder" };
    private readonly Option<bool> _yes = StateCommand.Yes();
    private readonly CliContext _cli;

    private StateSetCommand(CliContext cli) => _cli = cli;

    public static Command Create(CliContext cli)
    {
        var options = new StateSetCommand(cli);
        var command = new CliCommand("set", "Changes where a checkpoint continues, and keeps a backup.", Examples)
        {
            options._name, options._state, options._cursor, options._since, options._pageSize,
            options._forgetOutput, options._output,
            options._yes,
        };
        command.SetAction(options.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var change = Change(parsed);
        var (folder, name) = (parsed.GetValue(_state)!, parsed.GetValue(_name)!);
        using var editor = await StateEditor.OpenAsync(folder, [name], _cli, cancellationToken).ConfigureAwait(false);
        var entry = editor.Entries.Single();
        if (entry.Checkpoint is null)
            throw new CliException(ExitCode.State, entry.Problem!);
        var (changed, what) = change.Apply(entry, _cli.Clock.GetUtcNow());
        await Confirmation.RequireAsync(
            $"Set {entry.Title}: {what}", parsed.GetValue(_yes), _cli, cancellationToken).ConfigureAwait(false);
        await editor.SaveAsync(name, changed, cancellationToken).ConfigureAwait(false);
        _cli.Messages.Information(MessageEvent.CheckpointChanged, $"{name}: {what}.");
        if (change.Output is { } output && NextOutputFile.DescribeUncommitted(output, entry.Output) is { } uncommitted)
            _cli.Messages.Warning(MessageEvent.CheckpointChanged, $"{name}: {uncommitted}");
        return ExitCode.Success;
    }

    private StateChange Change(ParseResult parsed)
    {
        var (cursor, since, pageSize, output) = (
            parsed.GetValue(_cursor), parsed.GetValue(_since), parsed.GetValue(_pageSize), parsed.GetValue(_output));
        if (cursor is null && since is null && pageSize is null && !parsed.GetValue(_forgetOutput))
            throw CliException.Usage("there is nothing to change. Specify --cursor, --since, --page-size or --forget-output.");
        if (cursor is not null && pageSize is not null)
            throw CliException.Usage("--cursor and --page-size are mutually exclusive: a cursor has its own page size.");
        if (cursor is not null && since is not null)
            throw CliException.Usage("--cursor and --since are mutually exclusive.");
        if (cursor is not null && (string.IsNullOrWhiteSpace(cursor) || cursor.Any(char.IsControl)))
            throw CliException.Usage("--cursor is empty or contains a control character.");
        if (parsed.GetValue(_forgetOutput) != output is not null)
            throw CliException.Usage(
                "--forget-output and --output require each other. Specify both.");
        return new StateChange(cursor, since?.Resolve(_cli.Clock.GetUtcNow()), pageSize, output);
    }
}
