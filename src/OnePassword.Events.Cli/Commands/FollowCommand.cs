using System.CommandLine;
using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Config;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary><c>op-events follow</c>: writes new events until stopped, configured by a file or by options.</summary>
internal sealed class FollowCommand
{
    public const string Name = "follow";

    private const string Examples = """
          op-events follow --emulator --once --output out --state state    try it without an account
          op-events follow --output out --state state                      all feeds of one account
          op-events follow --config follow.json                            several accounts
          op-events follow --config follow.json --once                     from cron: write what is new, then stop
          op-events follow signinattempts --output - --state state | jq .  pipe one feed to another program
        """;

    private static readonly TimeExpression DefaultSince = TimeExpression.Ago(EventQuery.Retention);

    private readonly Argument<string[]> _feeds = FeedArgument.Create();
    private readonly Option<FileInfo?> _config = new("--config")
    {
        Description = "Read settings from this file instead of the options below.",
        HelpName = "file",
    };

    private readonly Option<bool> _once =
        new("--once") { Description = "Write what is available, then stop. Only destinations are retried, for 1 minute." };

    private readonly Option<TimeExpression?> _since = OptionFactory.Time(
        "--since", $"Start if there is no checkpoint, as described in Times. Default: {DefaultSince}.");

    private readonly Option<int?> _pageSize = OptionFactory.PageSize(
        $"Events per request, 1 to {EventQuery.MaxPageSize}; ignored once a checkpoint exists. "
            + $"Default: {EventQuery.DefaultPageSize}.");

    private readonly Option<string?> _state = new("--state")
    {
        Description = "Folder for checkpoints. Required without --config, unless --to has them.",
        HelpName = "folder",
    };

    private readonly Option<PollRange?> _poll = OptionFactory.Create(
        "--poll", "min[..max]",
        $"Poll interval; doubles up to max while no events arrive. Default: {PollRange.Default}.",
        PollRange.Forms, PollRange.TryParse);

    private readonly Option<string?> _onCursorRejected = OptionFactory.OneOf(
        "--on-cursor-rejected", "Fail, or restart an hour before the last event. Default: fail.", "fail", "restart");

    private readonly Option<RequestQuota?> _quota = OptionFactory.Quota();
    private readonly FollowOutputOptions _outputs = new();
    private readonly StatusOptions _status = new();
    private readonly AccountOptions _account = new();
    private readonly CliContext _cli;

    private FollowCommand(CliContext cli) => _cli = cli;

    public static Command Create(CliContext cli)
    {
        var options = new FollowCommand(cli);
        var command = new CliCommand(
            Name, "Writes new events as lines (NDJSON), as the server sent them, until stopped.",
            Examples) { options._feeds, options._once, options._config };
        foreach (var option in options.OptionsReplacedByConfig)
            command.Add(option);
        command.SetAction(options.RunAsync);
        return command;
    }

    private Option[] OptionsReplacedByConfig =>
    [
        _since, _pageSize, _state, .. _outputs.All, _poll, _onCursorRejected, _quota, .. _status.All, .. _account.All,
    ];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        _cli.Messages.RunsLong = !parsed.GetValue(_once);
        if (parsed.GetValue(_config) is { } file)
        {
            RejectOptionsWithConfig(parsed);
            return await RunAsync(FollowConfig.Read(file.ToString(), _cli), parsed, cancellationToken).ConfigureAwait(false);
        }
        var output = _outputs.Read(parsed, tokenFromStandardInput: _account.ReadsStandardInput(parsed), _cli);
        if (string.IsNullOrWhiteSpace(parsed.GetValue(_state)) && output.WritesToState)
        {
            var content = output.HasCheckpoints ? "dead letters" : "the checkpoints";
            throw CliException.Usage($"--state is missing. Specify a folder for {content}, or a file with --config.");
        }
        var (listen, silence) = (_status.Listener(parsed, _cli), _status.Silence(parsed));
        await output.ReadSecretsAsync(cancellationToken).ConfigureAwait(false);
        var resolved = await _account.ResolveAsync(
            parsed, FeedArgument.Of(parsed, _feeds), _cli, cancellationToken).ConfigureAwait(false);
        await using (resolved.ConfigureAwait(false))
        {
            var plan = Plan(parsed, resolved.Account, output) with { Listen = listen, Silence = silence };
            return await RunAsync(plan, parsed, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<int> RunAsync(FollowPlan plan, ParseResult parsed, CancellationToken cancellationToken)
    {
        plan = plan with { Once = parsed.GetValue(_once) };
        plan.ThrowIfAmbiguous();
        plan.ThrowIfNothingIsFinished();
        OpenFileLimit.ThrowIfTooLow(plan);
        if (plan.Listen?.Token is { } token)
            _ = await token.ReadAsync(cancellationToken).ConfigureAwait(false);
        using var session = new FollowSession(plan, _cli);
        return await session.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private FollowPlan Plan(ParseResult parsed, Account account, FollowOutput output)
    {
        var start = (parsed.GetValue(_since) ?? DefaultSince).Resolve(_cli.Clock.GetUtcNow());
        return new FollowPlan
        {
            Accounts = [new FollowedAccount(account with { Quota = parsed.GetValue(_quota) }, start, [output])],
            State = parsed.GetValue(_state) ?? "",
            PageSize = parsed.GetValue(_pageSize) ?? EventQuery.DefaultPageSize,
            Poll = parsed.GetValue(_poll) ?? PollRange.Default,
            OnCursorRejected = new CursorRejection(
                parsed.GetValue(_onCursorRejected) == "restart"
                    ? CursorRejectedAction.Restart
                    : CursorRejectedAction.Fail, FollowPlan.Defaults.Overlap),
        };
    }

    private void RejectOptionsWithConfig(ParseResult parsed)
    {
        var given = parsed.Given(OptionsReplacedByConfig).ToList();
        if (parsed.GetValue(_feeds)!.Length > 0)
            given.Insert(0, "a feed");
        if (given.Count > 0)
            throw CliException.Usage(
                $"--config cannot be combined with {string.Join(", ", given)}. Put these settings into the file.");
    }
}
