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
          op-events state set acme-auditevents --config follow.json --since 2d   also in a database or bucket
        """;

    private readonly Argument<string> _name = new("name") { Description = StateCommand.NameDescription };
    private readonly StateLocation _location = new();
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
        var command = new CliCommand(
            "set", "Changes where a checkpoint continues. A state folder keeps a backup.", Examples,
            [.. StateCommand.ExitCodesOfChanges, ExitCode.Output])
        {
            options._name,
        };
        foreach (var option in options.Options)
            command.Add(option);
        command.SetAction(options.RunAsync);
        return command;
    }

    private Option[] Options => [.. _location.All, _cursor, _since, _pageSize, _forgetOutput, _output, _yes];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var change = Change(parsed);
        var name = parsed.GetValue(_name)!;
        var (folder, outputs) = _location.Read(parsed, _cli);
        if (outputs is not null && (folder is null || outputs.Names.Contains(name, StringComparer.Ordinal)))
            return await RunAsync(outputs, name, change, parsed, cancellationToken).ConfigureAwait(false);
        using var editor = await StateEditor.OpenAsync(folder!, [name], _cli, cancellationToken).ConfigureAwait(false);
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

    // The feed is taken after the confirmation, so that a process that follows it is not disturbed before.
    private async Task<int> RunAsync(
        OutputCheckpoints outputs, string name, StateChange change, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (change.Output is not null)
            throw CliException.Usage(
                $"--forget-output is for outputs with files. The checkpoint {Format.Argument(name)} is in another output.");
        var entry = (await _location.ReadAsync(parsed, [name], _cli, cancellationToken).ConfigureAwait(false)).SingleOrDefault();
        if (entry?.Checkpoint is null)
            throw entry is null ? OutputCheckpoints.Missing(name) : new CliException(ExitCode.State, entry.Problem!);
        var (_, what) = change.Apply(entry, _cli.Clock.GetUtcNow());
        await Confirmation.RequireAsync(
            $"{outputs.WarningOf(name)}Set {entry.Title}: {what}", parsed.GetValue(_yes), _cli, cancellationToken)
            .ConfigureAwait(false);
        what = await outputs.ChangeAsync(name, change, cancellationToken).ConfigureAwait(false);
        _cli.Messages.Information(MessageEvent.CheckpointChanged, $"{name}: {what}.");
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
