using System.CommandLine;
using OnePassword.Events.Cli.Config.Outputs;
using OnePassword.Events.Cli.DeadLetters;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary><c>op-events deadletter replay</c>: sends dead letters again.</summary>
internal sealed class DeadLetterReplayCommand
{
    public const string Examples = """
          op-events deadletter replay --config follow.json --output siem
        """;

    private readonly DeadLetterOptions _options = new();
    private readonly Option<string?> _to = OutputTypeOption.Create();
    private readonly Option<string[]> _set = OutputTypeOption.CreateSettings();
    private readonly CliContext _cli;

    private DeadLetterReplayCommand(CliContext cli)
    {
        _cli = cli;
        _to.Description = "Output of op-events follow --to. Required with --state.";
    }

    public static Command Create(CliContext cli)
    {
        var options = new DeadLetterReplayCommand(cli);
        var command = new CliCommand(
            "replay", "Sends dead letters again. Those rejected again stay, with the new reason.", Examples,
            ExitCode.Success, ExitCode.Usage, ExitCode.Output, ExitCode.State, ExitCode.Interrupted);
        foreach (var option in options._options.All)
            command.Add(option);
        command.Add(options._to);
        command.Add(options._set);
        command.SetAction(options.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var plan = _options.Plan(parsed, _cli);
        if ((plan is null) != parsed.GetValue(_to) is not null)
            throw CliException.Usage("--to is required with --state, and cannot be combined with --config.");
        var single = parsed.GetValue(_to) is { } type ? OutputOptionSource.Read(type, parsed.GetValue(_set) ?? [], _cli) : null;
        var (delivered, rejected, reason) = (0, 0, "");
        foreach (var file in _options.Files(parsed, plan, _cli))
        {
            using var taken = file.Lock();
            var replay = new LetterReplay(file, _cli);
            var letters = file.Read(_options.Filter(parsed));
            foreach (var group in letters.GroupBy(stored => OutputOf(file, stored, plan, single)))
            {
                replay.Timeout = group.Key.Timeout;
                await group.Key.ReadSecretsAsync(cancellationToken).ConfigureAwait(false);
                await replay.RunAsync(group.Key.Create(), [.. group], cancellationToken).ConfigureAwait(false);
            }
            (delivered, rejected) = (delivered + replay.Delivered, rejected + replay.Rejected.Count);
            reason = replay.Rejected.Count > 0 ? replay.Rejected[^1].Reason : reason;
        }
        _cli.Messages.Information(MessageEvent.DeadLettersChanged, $"Delivered {Format.Count(delivered, "dead letter")}.");
        return rejected == 0
            ? ExitCode.Success
            : throw new CliException(
                ExitCode.Output,
                $"{Format.Count(rejected, "dead letter")} {(rejected == 1 ? "was" : "were")} rejected again: {reason}");
    }

    // Accounts can have different outputs of the same name.
    private static DestinationOutput OutputOf(LetterFile file, StoredLetter stored, FollowPlan? plan, FollowOutput? single)
    {
        if (plan is null && single!.Title != file.Output)
            throw CliException.Usage(
                $"the dead letters are from the output {file.Output}, and --to {single.Type} describes the output "
                    + $"{single.Title}. Add --set name={file.Output}, or select other dead letters with --output.");
        var account = stored.Letter.Origin.Account;
        var outputs = plan is null
            ? [single!]
            : plan.Accounts.FirstOrDefault(followed => followed.Account.Name == account)?.Outputs ?? [];
        return outputs.FirstOrDefault(output => output.Title == file.Output) switch
        {
            DestinationOutput destination => destination,
            null => throw CliException.Usage(
                $"the output {file.Output} of {(account is null ? "the account" : $"account {account}")} is not configured. "
                    + "Add it, or select another one with --output."),
            _ => throw CliException.Usage(
                $"the output {file.Output} cannot replay dead letters. Read them with `op-events deadletter show --json`."),
        };
    }
}
