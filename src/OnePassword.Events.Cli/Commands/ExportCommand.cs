using System.CommandLine;
using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Config;
using OnePassword.Events.Cli.Export;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary><c>op-events export</c>: writes the events of a time range as lines.</summary>
internal sealed class ExportCommand
{
    private const string Examples = """
          op-events export --emulator --output out                        try it without an account
          op-events export --output out                                   everything that the API keeps, a file per feed
          op-events export signinattempts --since 24h --output - | jq .   pipe one feed to another program
          op-events export --since 60d --until 30d --gzip --output month  a closed time range, compressed
          op-events export --output out --resume                          resume an interrupted export
          op-events export --output out --format ocsf                     in the schema of a SIEM: ecs or ocsf
          op-events export --since yesterday --until today --name '{feed}-{since}'   from cron: keep a file per day
          op-events export --config follow.json --output 'out/{account}'  several accounts
          op-events export --config follow.json --to siem                 past events, to a destination of the file
        """;

    /// <summary>The description of --group-readable, which follow has too.</summary>
    public const string GroupReadable = "Let the group read the files (0640, new folders 0750). Default: owner only.";

    private static readonly TimeExpression DefaultSince = TimeExpression.Ago(EventQuery.Retention);

    private readonly Argument<string[]> _feeds = FeedArgument.Create();

    private readonly Option<FileInfo?> _config = new("--config")
    {
        Description = "Export the accounts of this file of follow. Options replace its settings.",
        HelpName = "file",
    };

    private readonly Option<TimeExpression?> _since = OptionFactory.Time(
        "--since", $"Start of the time range, as described in Times. Default: {DefaultSince}.");

    private readonly Option<TimeExpression?> _until = OptionFactory.Time(
        "--until", "End of the time range; a date is the start of that day. Default: now.");

    private readonly Option<int?> _pageSize = OptionFactory.PageSize(
        $"Events per request, 1 to {EventQuery.MaxPageSize}. Default: {EventQuery.DefaultPageSize}.");

    private readonly Option<int?> _parallel = OptionFactory.WholeNumber(
        "--parallel", "number",
        $"Concurrent requests per feed, 1 to {ReadOptions.MaxParallelism}. Default: {ReadOptions.DefaultParallelism}.",
        1, ReadOptions.MaxParallelism);

    private readonly Option<RequestQuota?> _quota = OptionFactory.Quota();

    private readonly Option<bool> _resume =
        new("--resume") { Description = "Resume an interrupted export, with its original time range." };

    private readonly ExportOutputOptions _outputs = new();
    private readonly AccountOptions _account = new();
    private readonly CliContext _cli;

    private ExportCommand(CliContext cli) => _cli = cli;

    public static Command Create(CliContext cli)
    {
        var options = new ExportCommand(cli);
        var command = new CliCommand(
            "export", "Writes the events of a time range as lines (NDJSON), as the server sent them.", Examples)
        {
            options._feeds, options._config, options._since, options._until, options._resume, options._pageSize,
            options._parallel, options._quota,
        };
        foreach (var option in options._outputs.All)
            command.Add(option);
        options._account.AddTo(command);
        command.SetAction(options.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        _outputs.ThrowIfContradictory(parsed);
        if (parsed.GetValue(_config) is { } file)
        {
            RejectOptionsWithConfig(parsed);
            var config = FollowConfig.Read(file.ToString(), _cli, needsState: false);
            return await RunAsync(parsed, config, _cli.Clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        }
        var feeds = FeedArgument.Of(parsed, _feeds);
        var source = new FollowPlan { Accounts = [], State = "" };
        _ = Plan(parsed, source, isOneFeed: feeds.Count == 1); // A contradiction is reported before the server is started.
        _ = Range(parsed, _cli.Clock.GetUtcNow());
        IReadOnlyList<FollowOutput> outputs = _outputs.Read(parsed, _cli) is { } destination ? [destination] : [];
        var resolved = await _account.ResolveAsync(parsed, feeds, _cli, cancellationToken).ConfigureAwait(false);
        await using (resolved.ConfigureAwait(false))
        {
            // Now, because the embedded emulator has events up to its start.
            var now = _cli.Clock.GetUtcNow();
            var accounts = new[] { new FollowedAccount(resolved.Account, DefaultSince.Resolve(now), outputs) };
            return await RunAsync(parsed, source with { Accounts = accounts }, now, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<int> RunAsync(
        ParseResult parsed, FollowPlan source, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var accounts = source.Accounts.Select(followed => Exported(parsed, followed, Range(parsed, now, followed.Start).Start))
            .ToList();
        var plan = Plan(parsed, source, isOneFeed: source.Accounts is [{ Account.Feeds.Count: 1 }]) with
        {
            End = Range(parsed, now, accounts[0].Start).End,
        };
        foreach (var destination in accounts.Select(account => account.Destination).OfType<DestinationOutput>().Distinct())
            await destination.ReadSecretsAsync(cancellationToken).ConfigureAwait(false);
        using var exporter = new Exporter(plan, accounts, _cli);
        return await exporter.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private ExportedAccount Exported(ParseResult parsed, FollowedAccount followed, DateTimeOffset start) => new(
        followed.Account with { Quota = parsed.GetValue(_quota) ?? followed.Account.Quota },
        parsed.GetValue(_since)?.ToString()
            ?? (followed.Account.Name is null ? DefaultSince.ToString() : ExportedAccount.StartOfFile),
        start)
    {
        Destination = _outputs.Select(parsed, followed),
    };

    private ExportPlan Plan(ParseResult parsed, FollowPlan source, bool isOneFeed)
    {
        var plan = new ExportPlan
        {
            Until = parsed.GetValue(_until)?.ToString(),
            PageSize = parsed.GetValue(_pageSize) ?? source.PageSize,
            Resume = parsed.GetValue(_resume),
            Parallelism = parsed.GetValue(_parallel) ?? ReadOptions.DefaultParallelism,
        };
        return _outputs.Complete(plan, parsed, source, isOneFeed);
    }

    private (DateTimeOffset Start, DateTimeOffset End) Range(
        ParseResult parsed, DateTimeOffset now, DateTimeOffset? startOfAccount = null)
    {
        var start = parsed.GetValue(_since)?.Resolve(now) ?? startOfAccount ?? DefaultSince.Resolve(now);
        var end = parsed.GetValue(_until)?.Resolve(now) ?? now;
        return start <= end
            ? (start, end)
            : throw CliException.Usage($"--since ({new EventTime(start)}) is after --until ({new EventTime(end)}).");
    }

    private void RejectOptionsWithConfig(ParseResult parsed)
    {
        var given = parsed.Given([_outputs.Settings, .. _account.All]).ToList();
        if (parsed.GetValue(_feeds)!.Length > 0)
            given.Insert(0, "a feed");
        if (given.Count > 0)
            throw CliException.Usage(
                $"--config cannot be combined with {string.Join(", ", given)}. Put these settings into the file.");
    }
}
