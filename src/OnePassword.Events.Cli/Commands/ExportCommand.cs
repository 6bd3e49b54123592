using System.CommandLine;
using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Config;
using OnePassword.Events.Cli.Export;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Follow.Outputs;
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
          op-events export --since yesterday --until today --name '{feed}-{since}'   from cron: keep a file per day
          op-events export --config follow.json --output 'out/{account}'  several accounts
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

    private readonly Option<NameTemplate?> _output = OutputOption.Create();

    private readonly Option<NameTemplate?> _name = OutputOption.Create(
        "--name", "template", "File name, with {feed}, {account}, {since}, {until} (UTC). Default: {feed}.", ExportName.Parse);

    private readonly Option<int?> _pageSize = OptionFactory.PageSize(
        $"Events per request, 1 to {EventQuery.MaxPageSize}. Default: {EventQuery.DefaultPageSize}.");

    private readonly Option<int?> _parallel = OptionFactory.WholeNumber(
        "--parallel", "number",
        $"Concurrent requests per feed, 1 to {ReadOptions.MaxParallelism}. Default: {ReadOptions.DefaultParallelism}.",
        1, ReadOptions.MaxParallelism);

    private readonly Option<RequestQuota?> _quota = OptionFactory.Quota();

    private readonly Option<bool> _gzip =
        new("--gzip") { Description = "Compress the output. Files are named <name>.ndjson.gz." };

    private readonly Option<bool> _envelope = new("--envelope")
    {
        Description = """Write {"feed":…,"event":…} instead of the bare event.""",
    };

    private readonly Option<bool> _groupReadable = new("--group-readable") { Description = GroupReadable };

    private readonly Option<bool> _resume =
        new("--resume") { Description = "Resume an interrupted export in this folder, with its original time range." };

    private readonly Option<bool> _overwrite =
        new("--overwrite") { Description = "Replace existing files. Unfinished ones move to set-aside." };

    private readonly AccountOptions _account = new();
    private readonly CliContext _cli;

    private ExportCommand(CliContext cli) => _cli = cli;

    public static Command Create(CliContext cli)
    {
        var options = new ExportCommand(cli);
        var command = new CliCommand(
            "export", "Writes the events of a time range as lines (NDJSON), as the server sent them.", Examples)
        {
            options._feeds, options._config, options._since, options._until, options._output, options._name, options._pageSize,
            options._parallel, options._quota, options._gzip, options._envelope, options._groupReadable, options._resume,
            options._overwrite,
        };
        options._account.AddTo(command);
        command.SetAction(options.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
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
        var resolved = await _account.ResolveAsync(parsed, feeds, _cli, cancellationToken).ConfigureAwait(false);
        await using (resolved.ConfigureAwait(false))
        {
            // Now, because the embedded emulator has events up to its start.
            var now = _cli.Clock.GetUtcNow();
            var accounts = new[] { new FollowedAccount(resolved.Account, DefaultSince.Resolve(now), []) };
            return await RunAsync(parsed, source with { Accounts = accounts }, now, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<int> RunAsync(
        ParseResult parsed, FollowPlan source, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var accounts = source.Accounts.Select(
            followed => (followed.Account, Range: Range(parsed, now, followed.Start))).ToList();
        var plan = Plan(parsed, source, isOneFeed: source.Accounts is [{ Account.Feeds.Count: 1 }]) with
        {
            End = accounts[0].Range.End,
        };
        using var exporter = new Exporter(
            plan, [.. accounts.Select(one => Exported(parsed, one.Account, one.Range.Start))], _cli);
        return await exporter.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private ExportedAccount Exported(ParseResult parsed, Account account, DateTimeOffset start) => new(
        account with { Quota = parsed.GetValue(_quota) ?? account.Quota },
        parsed.GetValue(_since)?.ToString() ?? (account.Name is null ? DefaultSince.ToString() : ExportedAccount.StartOfFile),
        start);

    // The settings of the file, or of the defaults, unless an option replaces them.
    private ExportPlan Plan(ParseResult parsed, FollowPlan source, bool isOneFeed)
    {
        var (output, ofFile) = (parsed.GetValue(_output), OutputOf(source));
        var files = ofFile as FilesOutput ?? new FilesOutput();
        var stdout = ofFile as StdoutOutput;
        var plan = new ExportPlan
        {
            Until = parsed.GetValue(_until)?.ToString(),
            PageSize = parsed.GetValue(_pageSize) ?? source.PageSize,
            Output = output is null && stdout is null ? files.Folder : ToFolder(output),
            Name = parsed.GetValue(_name) ?? ExportName.Default,
            Gzip = parsed.GetValue(_gzip) || files.Options.Gzip || stdout is { Gzip: true },
            Envelope = parsed.GetValue(_envelope) || files.Envelope || stdout is { Envelope: true },
            GroupReadable = parsed.GetValue(_groupReadable) || files.GroupReadable,
            Resume = parsed.GetValue(_resume),
            Overwrite = parsed.GetValue(_overwrite),
            Parallelism = parsed.GetValue(_parallel) ?? ReadOptions.DefaultParallelism,
        };
        if (plan is { Output: null, Envelope: false } && !isOneFeed)
            throw CliException.Usage("standard output would mix the events of several feeds. Name one feed, or use --envelope.");
        if (plan is { Output: null, Resume: true })
            throw CliException.Usage("--resume requires files. It does not work with standard output.");
        return plan;
    }

    private static NameTemplate? ToFolder(NameTemplate? output) =>
        output?.ToString() == OutputOptions.StandardOutput ? null : output;

    // The first output of the file that export can write.
    private static FollowOutput? OutputOf(FollowPlan source) =>
        source.Outputs.FirstOrDefault(output => output is FilesOutput or StdoutOutput);

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
        var given = parsed.Given(_account.All).ToList();
        if (parsed.GetValue(_feeds)!.Length > 0)
            given.Insert(0, "a feed");
        if (given.Count > 0)
            throw CliException.Usage(
                $"--config cannot be combined with {string.Join(", ", given)}. Put these settings into the file.");
    }
}
