using System.CommandLine;
using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Export;
using OnePassword.Events.Cli.Output;
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
        """;

    /// <summary>The description of --group-readable, which follow has too.</summary>
    public const string GroupReadable = "Let the group read the files (0640, new folders 0750). Default: owner only.";

    private static readonly TimeExpression DefaultSince = TimeExpression.Ago(EventQuery.Retention);

    private readonly Argument<string[]> _feeds = FeedArgument.Create();

    private readonly Option<TimeExpression?> _since = OptionFactory.Time(
        "--since", $"Start of the time range, as described in Times. Default: {DefaultSince}.");

    private readonly Option<TimeExpression?> _until = OptionFactory.Time(
        "--until", "End of the time range; a date is the start of that day. Default: now.");

    private readonly Option<NameTemplate?> _output = OutputOption.Create();

    private readonly Option<int?> _pageSize = OptionFactory.PageSize(
        $"Events per request, 1 to {EventQuery.MaxPageSize}. Default: {EventQuery.DefaultPageSize}.");

    private readonly Option<int?> _parallel = OptionFactory.WholeNumber(
        "--parallel", "number",
        $"Concurrent requests per feed, 1 to {ReadOptions.MaxParallelism}. Default: {ReadOptions.DefaultParallelism}.",
        1, ReadOptions.MaxParallelism);

    private readonly Option<RequestQuota?> _quota = OptionFactory.Create(
        "--quota", "N/min,N/h|off", $"Request limits of the client; off for none. Default: {RequestQuota.Default}.",
        "'300/min', '9000/h', '300/min,9000/h' or 'off'", RequestQuota.TryParse);

    private readonly Option<bool> _gzip =
        new("--gzip") { Description = "Compress the output. Files are named <feed>.ndjson.gz." };

    private readonly Option<bool> _envelope = new("--envelope")
    {
        Description = """Write {"feed":…,"event":…} instead of the bare event.""",
    };

    private readonly Option<bool> _groupReadable = new("--group-readable") { Description = GroupReadable };

    private readonly Option<bool> _resume =
        new("--resume") { Description = "Resume an interrupted export in this folder, with its original time range." };

    private readonly AccountOptions _account = new();
    private readonly CliContext _cli;

    private ExportCommand(CliContext cli) => _cli = cli;

    public static Command Create(CliContext cli)
    {
        var options = new ExportCommand(cli);
        var command = new CliCommand(
            "export", "Writes the events of a time range as lines (NDJSON), as the server sent them.", Examples)
        {
            options._feeds, options._since, options._until, options._output, options._pageSize, options._parallel, options._quota,
            options._gzip, options._envelope, options._groupReadable, options._resume,
        };
        options._account.AddTo(command);
        command.SetAction(options.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var feeds = FeedArgument.Of(parsed, _feeds);
        var plan = Plan(parsed, feeds);
        var (since, until) = (parsed.GetValue(_since) ?? DefaultSince, parsed.GetValue(_until));
        _ = Range(since, until); // A contradiction is reported before the server is started or contacted.
        var resolved = await _account.ResolveAsync(parsed, feeds, _cli, cancellationToken).ConfigureAwait(false);
        await using (resolved.ConfigureAwait(false))
        {
            // Resolved again: the embedded emulator has events up to its start.
            var (start, end) = Range(since, until);
            var account = resolved.Account with { Quota = parsed.GetValue(_quota) };
            using var connector = new AccountConnector(_cli);
            using var client = await connector.ConnectAsync(account, cancellationToken).ConfigureAwait(false);
            return await new Exporter(plan, start, end, account, client, _cli).RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private ExportPlan Plan(ParseResult parsed, IReadOnlyList<string> feeds)
    {
        var plan = new ExportPlan
        {
            Since = (parsed.GetValue(_since) ?? DefaultSince).ToString(),
            Until = parsed.GetValue(_until)?.ToString(),
            PageSize = parsed.GetValue(_pageSize) ?? EventQuery.DefaultPageSize,
            Output = parsed.GetValue(_output) ?? NameTemplate.ParseFolder(OutputOptions.DefaultFolder),
            Gzip = parsed.GetValue(_gzip),
            Envelope = parsed.GetValue(_envelope),
            GroupReadable = parsed.GetValue(_groupReadable),
            Resume = parsed.GetValue(_resume),
            Parallelism = parsed.GetValue(_parallel) ?? ReadOptions.DefaultParallelism,
        };
        if (plan is { ToStandardOutput: true, Envelope: false } && feeds.Count != 1)
            throw CliException.Usage("standard output would mix the events of several feeds. Name one feed, or use --envelope.");
        if (plan is { ToStandardOutput: true, Resume: true })
            throw CliException.Usage("--resume requires files. It does not work with standard output.");
        return plan;
    }

    private (DateTimeOffset Start, DateTimeOffset End) Range(TimeExpression since, TimeExpression? until)
    {
        var now = _cli.Clock.GetUtcNow();
        var (start, end) = (since.Resolve(now), until?.Resolve(now) ?? now);
        return start <= end
            ? (start, end)
            : throw CliException.Usage($"--since ({new EventTime(start)}) is after --until ({new EventTime(end)}).");
    }
}
