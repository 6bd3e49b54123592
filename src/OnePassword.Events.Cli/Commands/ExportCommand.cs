using System.CommandLine;
using System.Globalization;
using OnePassword.Events.Cli.Connection;
using OnePassword.Events.Cli.Export;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Commands;

/// <summary><c>op-events export</c>: the events of a time span, as lines.</summary>
internal sealed class ExportCommand
{
    private const string Examples = """
          op-events export --emulator --output out                        try it, without an account
          op-events export --output out                                   all that the API keeps, a file a feed
          op-events export signinattempts --since 24h --output - | jq .   one feed to another program
          op-events export --since 60d --until 30d --gzip --output month  a span that is over, compressed
          op-events export --output out --resume                          go on with what was interrupted
        """;

    /// <summary>The description of --group-readable, which follow has as well.</summary>
    public const string GroupReadable = "Let the group read the files (mode 0640, new folders 0750). Default: the owner alone (0600, 0700).";

    private readonly Argument<string[]> _feeds = FeedArgument.Create();

    private readonly Option<string> _since = new("--since")
    {
        Description = "First moment: a duration back from now (24h, 30d), or an RFC 3339 time. The API keeps 120 days.",
        HelpName = "duration|time",
        DefaultValueFactory = _ => string.Create(CultureInfo.InvariantCulture, $"{EventQuery.Retention.TotalDays}d"),
    };

    private readonly Option<string?> _until = new("--until")
    {
        Description = "Last moment, in the same forms. Default: the moment at which the export starts.",
        HelpName = "duration|time",
    };

    private readonly Option<string> _output = new("--output")
    {
        Description = "Folder to write <feed>.ndjson to, or - for standard output.",
        HelpName = "folder|-",
        DefaultValueFactory = _ => ".",
    };

    private readonly Option<int> _pageSize = new("--page-size")
    {
        Description = $"Events that are asked for at a time, 1 to {EventQuery.MaxPageSize}.",
        HelpName = "number",
        DefaultValueFactory = _ => EventQuery.DefaultPageSize,
    };

    private readonly Option<bool> _gzip = new("--gzip") { Description = "Compress the output; files are named <feed>.ndjson.gz." };

    private readonly Option<bool> _envelope = new("--envelope") { Description = """Write {"feed":…,"event":…} instead of the bare event.""" };

    private readonly Option<bool> _groupReadable = new("--group-readable") { Description = GroupReadable };

    private readonly Option<bool> _resume = new("--resume")
    {
        Description = "Go on with an export to this folder that was interrupted, with the span that it began with, without reading again what is complete.",
    };

    private readonly Option<int> _parallel = new("--parallel")
    {
        Description = $"Requests of a feed that are under way at once, 1 to {ReadOptions.MaxParallelism}. The quota of the account is kept in any case.",
        HelpName = "number",
        DefaultValueFactory = _ => ReadOptions.DefaultParallelism,
    };

    private readonly Option<string> _quota = new("--quota")
    {
        Description = "Requests that the export may make, or off for a server without a quota. A limit that is not named stays at its default.",
        HelpName = "N/min,N/h|off",
        DefaultValueFactory = _ => new Quota(EventsRateLimiterOptions.DefaultPerMinute, EventsRateLimiterOptions.DefaultPerHour).ToString(),
    };

    private readonly ServerOptions _server = new();
    private readonly ToolIo _io;

    private ExportCommand(ToolIo io) => _io = io;

    public static Command Create(ToolIo io)
    {
        var options = new ExportCommand(io);
        var command = new Command("export", "Writes the events of a time span as lines (NDJSON), each as the server sent it.").WithExamples(Examples);
        command.Add(options._feeds);
        foreach (var option in new Option[] { options._since, options._until, options._output, options._pageSize, options._parallel, options._quota, options._gzip, options._envelope, options._groupReadable, options._resume })
            command.Add(option);
        options._server.AddTo(command);
        command.SetAction(options.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var plan = Plan(parsed);
        var server = await _server.ConnectAsync(parsed, WithQuota(parsed), cancellationToken).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            // Not before the server is there: events of the embedded emulator reach up to its start.
            var query = Query(parsed, _io.Clock.GetUtcNow());
            return await new Exporter(plan, query, server, _io).RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private ExportPlan Plan(ParseResult parsed)
    {
        var plan = new ExportPlan(
            [.. FeedNames.All.Intersect(parsed.GetValue(_feeds)!, StringComparer.Ordinal)],
            _server.ApiVersion(parsed),
            parsed.GetValue(_since)!,
            parsed.GetValue(_until),
            parsed.GetValue(_output)!,
            parsed.GetValue(_gzip),
            parsed.GetValue(_envelope),
            parsed.GetValue(_groupReadable),
            parsed.GetValue(_resume),
            parsed.GetValue(_parallel));
        if (string.IsNullOrWhiteSpace(plan.Output))
            throw ToolException.Usage("--output names no folder; give one, or - for standard output.");
        if (plan is { ToStandardOutput: true, Envelope: false, Feeds.Count: not 1 })
            throw ToolException.Usage("several feeds on standard output cannot be told apart; name one feed, or add --envelope.");
        if (plan is { ToStandardOutput: true, Resume: true })
            throw ToolException.Usage("--resume goes on with files, and not with standard output.");
        if (plan.Parallel is < 1 or > ReadOptions.MaxParallelism)
            throw ToolException.Usage($"--parallel {plan.Parallel} is not 1 to {ReadOptions.MaxParallelism}.");
        _ = Query(parsed, _io.Clock.GetUtcNow());
        return plan;
    }

    private ToolIo WithQuota(ParseResult parsed)
    {
        const int Most = 1_000_000;
        try
        {
            var quota = Quota.Parse(parsed.GetValue(_quota)!);
            var (minute, hour) = quota == Quota.Off ? (Most, Most) : (Limit(quota.PerMinute, EventsRateLimiterOptions.DefaultPerMinute), Limit(quota.PerHour, EventsRateLimiterOptions.DefaultPerHour));
            return _io with
            {
                Resilience = resilience =>
                {
                    _io.Resilience(resilience);
                    (resilience.RateLimiter.PerMinute, resilience.RateLimiter.PerHour) = (minute, hour);
                },
            };
        }
        catch (FormatException e)
        {
            throw ToolException.Usage($"--quota {e.Message}");
        }

        static int Limit(int? asked, int otherwise) => Math.Min(asked ?? otherwise, Most);
    }

    private EventQuery Query(ParseResult parsed, DateTimeOffset now)
    {
        var until = parsed.GetValue(_until) is { } text ? Moment.Parse("--until", text, now) : now;
        var since = Moment.Parse("--since", parsed.GetValue(_since)!, now);
        if (since > until)
            throw ToolException.Usage($"--since ({new EventTime(since)}) is after --until ({new EventTime(until)}).");
        var pageSize = parsed.GetValue(_pageSize);
        return pageSize is >= 1 and <= EventQuery.MaxPageSize
            ? EventQuery.Between(since, until, pageSize)
            : throw ToolException.Usage($"--page-size {pageSize} is not 1 to {EventQuery.MaxPageSize}.");
    }
}
