using System.CommandLine;
using OnePassword.Events.Cli.DeadLetters;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.State;

namespace OnePassword.Events.Cli.Commands;

/// <summary><c>op-events deadletter</c>: shows, sends and deletes events that a destination rejected.</summary>
internal sealed class DeadLetterCommand
{
    private const string ShowExamples = """
          op-events deadletter show --state state                       all of them, with the reasons
          op-events deadletter show --state state --json | jq -c .event
        """;

    private const string DiscardExamples = """
          op-events deadletter discard --state state --output siem --uuid 56YE2TYN2VFYRLNSHKPW5NVT5E
          op-events deadletter discard --state state --all --yes
        """;

    private readonly DeadLetterOptions _options = new();
    private readonly Option<bool> _json = new("--json") { Description = "Print one line of JSON per event." };
    private readonly Option<bool> _all = new("--all") { Description = "Delete all that the folder contains." };
    private readonly Option<bool> _yes = StateCommand.Yes();
    private readonly CliContext _cli;

    private DeadLetterCommand(CliContext cli) => _cli = cli;

    public static Command Create(CliContext cli) =>
        new CliCommand(
            "deadletter", "Shows, sends or deletes dead letters: events that a destination rejected.",
            $"{ShowExamples}\n{DeadLetterReplayCommand.Examples}\n{DiscardExamples}")
    {
        new DeadLetterCommand(cli).CreateShow(),
        DeadLetterReplayCommand.Create(cli),
        new DeadLetterCommand(cli).CreateDiscard(),
    };

    private CliCommand CreateShow()
    {
        var command = new CliCommand(
            "show", "Shows dead letters with the reasons, even while op-events follow is running.", ShowExamples,
            ExitCode.Success, ExitCode.Usage, ExitCode.Output, ExitCode.State, ExitCode.Interrupted, ExitCode.ClosedPipe);
        foreach (var option in _options.All)
            command.Add(option);
        command.Add(_json);
        command.SetAction(ShowAsync);
        return command;
    }

    private CliCommand CreateDiscard()
    {
        var command = new CliCommand(
            "discard", "Deletes dead letters. They cannot be restored.", DiscardExamples, StateCommand.ExitCodesOfChanges);
        foreach (var option in _options.All)
            command.Add(option);
        command.Add(_all);
        command.Add(_yes);
        command.SetAction(DiscardAsync);
        return command;
    }

    private async Task<int> ShowAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var filter = _options.Filter(parsed);
        var letters = _options.Files(parsed, _options.Plan(parsed, _cli), _cli).SelectMany(file => file.Read(filter)).ToList();
        if (letters.Count == 0)
        {
            _cli.Messages.Information(MessageEvent.DeadLettersMissing, "There are no dead letters.");
            return ExitCode.Success;
        }
        var lines = parsed.GetValue(_json) ? letters.Select(LetterJson.ToLine) : LetterText.Lines(letters);
        await parsed.InvocationConfiguration.Output.WriteAsync(
            string.Concat(lines.Select(line => line + "\n")).AsMemory(), cancellationToken).ConfigureAwait(false);
        return ExitCode.Success;
    }

    private async Task<int> DiscardAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var filter = _options.Filter(parsed);
        if (parsed.GetValue(_all) != filter.SelectsAll)
            throw CliException.Usage("specify either --all, or one of --output, --account, --feed and --uuid.");
        var discarded = 0;
        foreach (var file in _options.Files(parsed, _options.Plan(parsed, _cli), _cli))
        {
            using var taken = file.Lock();
            var letters = file.Read(filter);
            if (letters.Count == 0)
                continue;
            await Confirmation.RequireAsync(
                $"Discard {Format.Count(letters.Count, "dead letter")} of {file.Output}", parsed.GetValue(_yes), _cli,
                cancellationToken).ConfigureAwait(false);
            await file.File.RemoveAsync(letters.Select(stored => stored.Index).ToHashSet(), cancellationToken)
                .ConfigureAwait(false);
            discarded += letters.Count;
        }
        _cli.Messages.Information(
            MessageEvent.DeadLettersChanged, $"Discarded {Format.Count(discarded, "dead letter")}.");
        return ExitCode.Success;
    }
}
