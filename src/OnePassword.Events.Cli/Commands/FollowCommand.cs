using System.CommandLine;
using OnePassword.Events.Cli.Config;
using OnePassword.Events.Cli.Connection;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Cli.Commands;

/// <summary><c>op-events follow</c>: new events for ever, to files or standard output, out of a file or the options here.</summary>
internal sealed class FollowCommand
{
    private const string Examples = """
          op-events follow --emulator --once --output out --state state    try it, without an account
          op-events follow --output out --state state                      all feeds of one account, for ever
          op-events follow --config follow.json                            several accounts
          op-events follow --config follow.json --once                     from cron: what is new, then end
          op-events follow signinattempts --output - --state state | jq .  to another program
        """;

    private readonly Argument<string[]> _feeds = FeedArgument.Create();
    private readonly Option<FileInfo?> _config = new("--config") { Description = "Configuration file, instead of all options but --once; see op-events config.", HelpName = "file" };
    private readonly Option<bool> _once = new("--once") { Description = "Write what there is now, then end. A failure ends the feed instead of being waited out." };
    private readonly Option<string?> _since = new("--since") { Description = "Where to begin without a checkpoint: a duration back from now, or an RFC 3339 time. Default: 120d.", HelpName = "duration|time" };
    private readonly Option<int?> _pageSize = new("--page-size") { Description = $"Events that are asked for at a time, 1 to {EventQuery.MaxPageSize}, without a checkpoint. Default: {EventQuery.DefaultPageSize}.", HelpName = "number" };
    private readonly Option<string?> _output = new("--output") { Description = "Folder to write <feed>-00000001.ndjson and so on to, exactly once; or - for standard output, at least once. Default: this folder.", HelpName = "folder|-" };
    private readonly Option<string?> _state = new("--state") { Description = "Folder to keep the checkpoints in: cursors, and how far the files are written.", HelpName = "folder" };
    private readonly Option<string?> _rotateSize = new("--rotate-size") { Description = "Begin a new file after so many bytes, such as 100MB.", HelpName = "size" };
    private readonly Option<string?> _rotateEvery = new("--rotate-every") { Description = "Begin a new file after so long, such as 1d.", HelpName = "duration" };
    private readonly Option<bool> _gzip = new("--gzip") { Description = "Compress the output." };
    private readonly Option<bool> _envelope = new("--envelope") { Description = """Write {"account":…,"feed":…,"region":…,"read_at":…,"event":…} instead of the bare event.""" };
    private readonly Option<bool> _groupReadable = new("--group-readable") { Description = ExportCommand.GroupReadable };
    private readonly Option<string> _poll = new("--poll") { Description = "How long to wait when there is nothing more: from the first to the second duration, the longer the less comes.", HelpName = "min[..max]", DefaultValueFactory = _ => "10s..60s" };
    private readonly Option<string> _refused = new("--refused-cursor") { Description = "What to do when the server takes the cursor no more: fail, or restart from the last event less an hour.", HelpName = "fail|restart", DefaultValueFactory = _ => "fail" };
    private readonly Option<int?> _listen = new("--listen") { Description = "Loopback port for /healthz and /metrics; 0 takes a free one.", HelpName = "port" };
    private readonly Option<string?> _silence = new("--silence") { Description = "Sound the alarm when a feed brings no event for so long.", HelpName = "duration" };
    private readonly ServerOptions _server = new();
    private readonly ToolIo _io;

    private FollowCommand(ToolIo io) => _io = io;

    public static Command Create(ToolIo io)
    {
        var options = new FollowCommand(io);
        options._refused.OneOf("fail", "restart");
        var command = new Command("follow", "Follows the feeds for ever and writes each new event as a line (NDJSON), as the server sent it.").WithExamples(Examples);
        command.Add(options._feeds);
        command.Add(options._config);
        command.Add(options._once);
        foreach (var option in options.InsteadOfFile)
            command.Add(option);
        options._server.AddTo(command);
        command.SetAction(options.RunAsync);
        return command;
    }

    private Option[] InsteadOfFile =>
        [_since, _pageSize, _output, _state, _rotateSize, _rotateEvery, _gzip, _envelope, _groupReadable, _poll, _refused, _listen, _silence];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_config) is { } file)
        {
            RefuseBesideFile(parsed);
            var config = FollowConfig.Read(file.ToString(), _io.Environment, _io.Clock.GetUtcNow());
            return await RunAsync(FollowPlan.Of(config, _io), parsed, cancellationToken).ConfigureAwait(false);
        }

        if (string.IsNullOrWhiteSpace(parsed.GetValue(_state)))
            throw ToolException.Usage("--state names no folder; the checkpoints need one. Or give --config with a file.");
        var plan = Plan(parsed, account: null);
        var target = await _server.ResolveAsync(parsed, _io, cancellationToken).ConfigureAwait(false);
        await using (target.ConfigureAwait(false))
        {
            var account = new FollowAccount(null, target.Token, target.Region, target.IsV1, [.. FeedNames.All.Intersect(parsed.GetValue(_feeds)!, StringComparer.Ordinal)], Start(parsed));
            return await RunAsync(Plan(parsed, account), parsed, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<int> RunAsync(FollowPlan plan, ParseResult parsed, CancellationToken cancellationToken)
    {
        plan.Check();
        OpenFiles.Check(plan);
        using var run = new FollowRun(plan with { Once = parsed.GetValue(_once) }, _io);
        return await run.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private FollowPlan Plan(ParseResult parsed, FollowAccount? account)
    {
        _ = Start(parsed);
        var folder = parsed.GetValue(_output) ?? FollowDefaults.OutputFolder;
        return new FollowPlan(
            account is null ? [] : [account],
            PageSize(parsed),
            parsed.GetValue(_state)!,
            new OutputConfig(
                folder == "-" ? null : folder,
                parsed.GetValue(_rotateSize) is { } size ? Size(size) : null,
                Optional("--rotate-every", parsed.GetValue(_rotateEvery)),
                parsed.GetValue(_gzip),
                parsed.GetValue(_envelope),
                parsed.GetValue(_groupReadable)),
            Poll(parsed.GetValue(_poll)!),
            new CursorRefusedConfig(parsed.GetValue(_refused) == "restart" ? CursorRefusedPolicy.Restart : CursorRefusedPolicy.Fail, FollowDefaults.Overlap),
            parsed.GetValue(_listen) is { } port ? Port(port) : null,
            Optional("--silence", parsed.GetValue(_silence)));
    }

    private void RefuseBesideFile(ParseResult parsed)
    {
        var given = InsteadOfFile.Concat(_server.All).Where(option => parsed.GetResult(option) is { Implicit: false }).Select(option => option.Name).ToList();
        if (parsed.GetValue(_feeds)!.Length > 0)
            given.Insert(0, "a feed");
        if (given.Count > 0)
            throw ToolException.Usage($"with --config, {string.Join(", ", given)} must be said in the file.");
    }

    private DateTimeOffset Start(ParseResult parsed)
    {
        var now = _io.Clock.GetUtcNow();
        return parsed.GetValue(_since) is { } since ? Moment.Parse("--since", since, now) : Moment.Back(FollowDefaults.Start, now);
    }

    private int PageSize(ParseResult parsed) => parsed.GetValue(_pageSize) switch
    {
        null => FollowDefaults.PageSize,
        >= 1 and <= EventQuery.MaxPageSize and { } size => size,
        { } size => throw ToolException.Usage($"--page-size {size} is not 1 to {EventQuery.MaxPageSize}."),
    };

    private static PollConfig Poll(string text)
    {
        var parts = text.Split("..");
        if (parts.Length > 2 || !Duration.TryParse(parts[0], out var min) || !Duration.TryParse(parts[^1], out var max) || min < ConfigUnits.Second || max < min)
            throw ToolException.Usage($"--poll {SafeText.Quote(text)} is not a duration of at least 1s, or two such as 10s..60s.");
        return new PollConfig(min, max);
    }

    private static TimeSpan? Optional(string option, string? text) => text is null ? null
        : Duration.TryParse(text, out var duration) && duration >= ConfigUnits.Second ? duration
        : throw ToolException.Usage($"{option} {SafeText.Quote(text)} is not {Duration.Forms}, at least 1s.");

    private static long Size(string text) => ByteSize.TryParse(text, out var bytes) && bytes >= ByteSize.Kilobyte
        ? bytes
        : throw ToolException.Usage($"--rotate-size {SafeText.Quote(text)} is not {ByteSize.Forms}, at least 1KB.");

    private static int Port(int port) => port is >= 0 and <= 65_535 ? port : throw ToolException.Usage($"--listen {port} is not 0 to 65535.");
}
