using System.CommandLine;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.State;

namespace OnePassword.Events.Cli.Commands;

/// <summary><c>op-events state set</c>: changes where a checkpoint goes on.</summary>
internal sealed class StateSetCommand
{
    private const string Examples = """
          op-events state set acme-auditevents --state state --since 2026-01-31T00:00:00Z
          op-events state set acme-auditevents --state state --cursor aGVsbG8
          op-events state set acme-auditevents --state state --forget-output --output out
        """;

    private readonly Argument<string> _name = new("name") { Description = "Checkpoint, such as auditevents or acme-auditevents." };
    private readonly Option<string> _state = StateCommand.Folder();
    private readonly Option<string?> _cursor = new("--cursor") { Description = "Go on after this cursor.", HelpName = "cursor" };
    private readonly Option<string?> _since = new("--since") { Description = "Drop the cursor and go on from here: a duration back from now, or an RFC 3339 time. The latest events are recognised and dropped when they come again.", HelpName = "duration|time" };
    private readonly Option<int?> _pageSize = new("--page-size") { Description = $"Request so many events per page, 1 to {EventQuery.MaxPageSize}. Drops the cursor; without --since, begins an hour before the last event.", HelpName = "number" };
    private readonly Option<bool> _forgetOutput = new("--forget-output") { Description = "Go on in a new file behind all in the folder that --output names, whatever became of the old ones." };
    private readonly Option<string?> _output = new("--output") { Description = "Folder that the events are written to, for --forget-output.", HelpName = "folder" };
    private readonly Option<bool> _yes = StateCommand.Yes();
    private readonly CliContext _io;

    private StateSetCommand(CliContext io) => _io = io;

    public static Command Create(CliContext io)
    {
        var options = new StateSetCommand(io);
        var command = new Command("set", "Changes where a checkpoint goes on, and keeps a backup.")
        {
            options._name, options._state, options._cursor, options._since, options._pageSize, options._forgetOutput, options._output, options._yes,
        }.WithExamples(Examples);
        command.SetAction(options.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var change = Change(parsed);
        var (folder, name) = (parsed.GetValue(_state)!, parsed.GetValue(_name)!);

        // Before the folder is taken, which would make one that is not there.
        _ = await StateReader.ReadAsync(folder, [name], cancellationToken).ConfigureAwait(false);
        using var editor = StateEditor.Open(folder, _io);
        var entry = (await StateReader.ReadAsync(folder, [name], cancellationToken).ConfigureAwait(false)).Single();
        if (entry.Checkpoint is null)
            throw new CliException(ExitCode.State, entry.Problem!);
        var (changed, what) = change.Apply(entry, _io.Clock.GetUtcNow());
        await Confirmation.RequireAsync($"Set {entry.Title}: {what}", parsed.GetValue(_yes), _io, cancellationToken).ConfigureAwait(false);
        await editor.SaveAsync(name, changed, cancellationToken).ConfigureAwait(false);
        await _io.Error.WriteLineAsync($"{name}: {what}.").ConfigureAwait(false);
        if (change.Output is { } output && NextOutputFile.Repeated(output, entry.Output) is { } repeated)
            await _io.Error.WriteLineAsync($"{name}: {repeated}").ConfigureAwait(false);
        return ExitCode.Done;
    }

    private StateChange Change(ParseResult parsed)
    {
        var (cursor, since, output) = (parsed.GetValue(_cursor), parsed.GetValue(_since), parsed.GetValue(_output));
        var size = parsed.GetValue(_pageSize);
        if (cursor is null && since is null && size is null && !parsed.GetValue(_forgetOutput))
            throw CliException.Usage("nothing is to be set; give --cursor, --since, --page-size or --forget-output.");
        if (size is < 1 or > EventQuery.MaxPageSize)
            throw CliException.Usage($"--page-size {size} is not 1 to {EventQuery.MaxPageSize}.");
        if (cursor is not null && size is not null)
            throw CliException.Usage("a cursor keeps the page size that it was made with; give --cursor without --page-size.");
        if (cursor is not null && since is not null)
            throw CliException.Usage("--cursor and --since both say where to go on; give one of them.");
        if (cursor is not null && (string.IsNullOrWhiteSpace(cursor) || cursor.Any(char.IsControl)))
            throw CliException.Usage("--cursor is empty, or has a control character in it.");
        if (parsed.GetValue(_forgetOutput) != output is not null)
            throw CliException.Usage("--forget-output and --output go together: the new file comes behind those in that folder.");
        return new StateChange(cursor, since is null ? null : TimeExpression.Parse("--since", since, _io.Clock.GetUtcNow()), size, output);
    }
}
