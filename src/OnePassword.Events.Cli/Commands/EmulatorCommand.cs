using System.CommandLine;
using System.Net.Sockets;
using OnePassword.Events.Emulator;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Cli.Commands;

/// <summary><c>op-events emulator</c>: the Events API on loopback, until it is interrupted.</summary>
internal sealed class EmulatorCommand
{
    private const string Examples = """
          op-events emulator
          op-events emulator --port 18080 --events 25000 --token tok
          op-events emulator --tls ca.pem --port 18443
          op-events emulator --replay out
          op-events emulator --seed 7 --now 2026-01-31T00:00:00Z --span 120d --quota off --latency 200ms
        """;

    private static readonly EmulatorOptions Defaults = new();

    private readonly Option<int> _port = new("--port") { Description = "Port on 127.0.0.1; 0 takes a free one.", HelpName = "number", DefaultValueFactory = _ => Defaults.Port };
    private readonly Option<string?> _tls = new("--tls")
    {
        Description = $"Serve https and write its throw-away CA to this file. Default: {AuthorityFile.DefaultName}.",
        HelpName = "file",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<long> _seed = new("--seed") { Description = "Seed of the events: same seed, same events.", HelpName = "number", DefaultValueFactory = _ => Defaults.Seed };
    private readonly Option<int> _events = new("--events") { Description = "Events a feed.", HelpName = "number", DefaultValueFactory = _ => Defaults.EventsPerFeed };
    private readonly Option<string> _span = new("--span") { Description = "How far back the events reach.", HelpName = "duration", DefaultValueFactory = _ => "24h" };
    private readonly Option<string?> _replay = new("--replay") { Description = "Serve the lines of <feed>.ndjson in this folder, as export and follow write them, instead.", HelpName = "folder" };
    private readonly Option<string?> _now = new("--now") { Description = "What its clock shows at the start. Default: the time.", HelpName = "time" };
    private readonly Option<string> _latency = new("--latency") { Description = "Wait before each answer.", HelpName = "duration", DefaultValueFactory = _ => "0s" };
    private readonly Option<string> _quota = new("--quota") { Description = "Requests that the token may make, or off. A limit that is not named is off.", HelpName = "N/min,N/h|off", DefaultValueFactory = _ => Defaults.Quota.ToString() };
    private readonly Option<string> _retryAfter = new("--retry-after") { Description = "Form of Retry-After on a 429.", HelpName = "seconds|date|none", DefaultValueFactory = _ => "seconds" };
    private readonly Option<string?> _token = new("--token") { Description = "The one token that is accepted. Introspection shows the claims of a JWT. Default: one is made.", HelpName = "text" };
    private readonly Option<string[]> _features = new("--feature") { Description = "Feed that the token may read; may be repeated. Default: all three.", HelpName = "feed" };
    private readonly Option<double> _late = new("--late") { Description = "Share of the events, 0 to 1, that arrive up to a day after they happened.", HelpName = "share" };
    private readonly Option<bool> _endInclusive = new("--end-inclusive") { Description = "An event exactly at the end of a window is in it." };
    private readonly Option<bool> _unknownFields = new("--unknown-fields") { Description = "Add fields and values that no specification names." };

    private readonly Option<bool> _strict = new("--strict") { Description = "Reject requests of undocumented shape; the 400 says why. This is the default." };
    private readonly Option<bool> _lenient = new("--lenient") { Description = "Ignore unknown keys, and read null, 0 and \"\" as absent." };
    private readonly Option<bool> _trailingEmptyPage = new("--trailing-empty-page") { Description = "After a full last page, serve an empty one, as the API may." };
    private readonly Option<bool> _indented = new("--indented") { Description = "Write pages and generated events with line breaks and spaces." };

    public static Command Create(ToolIo io)
    {
        var options = new EmulatorCommand();
        options._retryAfter.OneOf("seconds", "date", "none");
        options._features.OneOf([.. FeedNames.All]);
        var command = new Command("emulator", "Runs the Events API on loopback until it is interrupted, and prints its address and token.").WithExamples(Examples);
        foreach (var option in options.All)
            command.Add(option);
        command.SetAction((parsed, cancellationToken) => options.RunAsync(options.Read(parsed, io), parsed, io, cancellationToken));
        return command;
    }

    private Option[] All => [_port, _tls, _seed, _events, _span, _replay, _now, _latency, _quota, _retryAfter, _token, _features, _late, _endInclusive, _unknownFields, _trailingEmptyPage, _indented, _strict, _lenient];

    // Given with --replay, even if it is the default, each of these would be ignored.
    private Option[] OfGenerated => [_events, _seed, _span, _late, _unknownFields];

    private EmulatorOptions Read(ParseResult parsed, ToolIo io)
    {
        if (parsed.GetValue(_replay) is not null && Array.Exists(OfGenerated, option => parsed.GetResult(option) is { Implicit: false }))
            throw ToolException.Usage("--replay serves recorded events as they are; give it without --events, --seed, --span, --late and --unknown-fields.");
        if (parsed.GetValue(_strict) && parsed.GetValue(_lenient))
            throw ToolException.Usage("--strict and --lenient exclude each other. Give one of them.");
        try
        {
            var options = Defaults with
            {
                Port = parsed.GetValue(_port),
                Tls = parsed.GetResult(_tls) is not null,
                Seed = parsed.GetValue(_seed),
                EventsPerFeed = parsed.GetValue(_events),
                Span = ParseDuration("--span", parsed.GetValue(_span)!),
                Replay = parsed.GetValue(_replay),
                Now = parsed.GetValue(_now) is { } now ? Moment.Parse("--now", now, io.Clock.GetUtcNow()) : null,
                Latency = ParseDuration("--latency", parsed.GetValue(_latency)!),
                Quota = Quota.Parse(parsed.GetValue(_quota)!),
                RetryAfter = Enum.Parse<RetryAfterFormat>(parsed.GetValue(_retryAfter)!, ignoreCase: true),
                Token = parsed.GetValue(_token),
                LateShare = parsed.GetValue(_late),
                EndInclusive = parsed.GetValue(_endInclusive),
                UnknownFields = parsed.GetValue(_unknownFields),
                TrailingEmptyPage = parsed.GetValue(_trailingEmptyPage),
                Indented = parsed.GetValue(_indented),
                Strict = !parsed.GetValue(_lenient),
            };
            if (parsed.GetValue(_features) is { Length: > 0 } features)
                options = options with { Features = [.. features.Select(feature => Enum.Parse<EmulatorFeed>(feature, ignoreCase: true))] };
            options.Validate();
            return options;
        }
        catch (FormatException e)
        {
            throw ToolException.Usage($"--quota {e.Message}");
        }
        catch (ArgumentException e)
        {
            throw ToolException.Usage(InTermsOfOptions(e));
        }
    }

    // The emulator names its own options, which are properties.
    private static string InTermsOfOptions(ArgumentException e)
    {
        var rule = e.Message.Split(" (Parameter '", StringSplitOptions.None)[0];
        var option = e.ParamName switch
        {
            nameof(EmulatorOptions.EventsPerFeed) => "--events",
            nameof(EmulatorOptions.LateShare) => "--late",
            { } name => $"--{name.ToLowerInvariant()}",
            null => "",
        };
        return e.ParamName is null ? rule : rule.Replace(e.ParamName, option, StringComparison.Ordinal);
    }

    private async Task<int> RunAsync(EmulatorOptions options, ParseResult parsed, ToolIo io, CancellationToken cancellationToken)
    {
        var emulator = await StartAsync(options, cancellationToken).ConfigureAwait(false);
        await using (emulator.ConfigureAwait(false))
        {
            var url = emulator.BaseAddress.ToString().TrimEnd('/');
            var authority = emulator.CertificateAuthority is { } certificate
                ? $"\nca     {await AuthorityFile.WriteAsync(parsed.GetValue(_tls) ?? AuthorityFile.DefaultName, certificate, cancellationToken).ConfigureAwait(false)}"
                : "";
            foreach (var warning in emulator.ReplayWarnings)
                await io.Error.WriteLineAsync($"--replay: {warning}").ConfigureAwait(false);
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"url    {url}\ntoken  {emulator.Token}{authority}").ConfigureAwait(false);
            await io.Error.WriteLineAsync($"Running until interrupted (Ctrl+C). Request log, with the token: GET {url}/__emulator/requests").ConfigureAwait(false);
            await Task.Delay(Timeout.InfiniteTimeSpan, io.Clock, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
            return ExitCode.Done;
        }
    }

    private static async Task<EventsEmulator> StartAsync(EmulatorOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await EventsEmulator.StartAsync(options, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            throw ToolException.Usage(e.Message);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new ToolException(ExitCode.Server, $"the emulator cannot listen on port {options.Port}: {e.Message}");
        }
    }

    private static TimeSpan ParseDuration(string option, string text) => Duration.TryParse(text, out var duration)
        ? duration
        : throw ToolException.Usage($"{option} {SafeText.Quote(text)} is not {Duration.Forms}.");
}
