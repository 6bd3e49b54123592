using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Emulator;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Cli.Commands;

/// <summary>The options of <c>op-events emulator</c>.</summary>
internal sealed class EmulatorCommandOptions
{
    private static readonly EmulatorOptions Defaults = new();

    private readonly Option<int?> _port = OptionFactory.WholeNumber(
        "--port", "number", $"Port on 127.0.0.1; 0 for a free one. Default: {Defaults.Port}.", 0, ushort.MaxValue);

    private readonly Option<string?> _tls = new("--tls")
    {
        Description = $"Serve https; write the temporary CA here. Default: {AuthorityFile.DefaultName}.",
        HelpName = "file",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<long?> _seed = OptionFactory.Create<long?>(
        "--seed", "number", $"Seed of the generated events. Default: {Defaults.Seed}.", "a whole number",
        text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seed) ? seed : null);

    private readonly Option<int?> _events = OptionFactory.WholeNumber(
        "--events", "number", $"Events per feed. Default: {Defaults.EventsPerFeed}.", int.MinValue, int.MaxValue);
    private readonly Option<TimeSpan?> _span = OptionFactory.Duration(
        "--span", $"Age of the oldest generated event. Default: {Duration.Format(Defaults.Span)}.");
    private readonly Option<string?> _replay = new("--replay")
    {
        Description = "Serve <feed>.ndjson from this folder, as export and follow write it.",
        HelpName = "folder",
    };

    private readonly Option<TimeExpression?> _now = OptionFactory.Time(
        "--now", "Start of the emulator's clock, as described in Times. Default: now.");
    private readonly Option<TimeSpan?> _latency = OptionFactory.Duration("--latency", "Delay of each response. Default: 0s.");

    private readonly Option<Quota?> _quota = OptionFactory.Create(
        "--quota", "N/min,N/h|off", $"Request limits per token. A missing limit is off. Default: {Defaults.Quota}.",
        "'600/min,30000/h', one of the two, or 'off'", ParseQuota);

    private readonly Option<string?> _retryAfter = OptionFactory.OneOf(
        "--retry-after", "Retry-After format in 429 responses. Default: seconds.", "seconds", "date", "none");
    private readonly Option<string?> _token =
        new("--token") { Description = "The only accepted token. Default: a generated one.", HelpName = "text" };
    private readonly Option<string[]> _features = new("--feature")
    {
        Description = "Feed that the token can read; may be repeated. Default: all three.",
        HelpName = "feed",
    };

    private readonly Option<double?> _late = OptionFactory.Create<double?>(
        "--late", "share", "Share of events, 0 to 1, that arrive up to a day late. Default: 0.", "a number",
        text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) ? share : null);

    private readonly Option<bool> _endInclusive =
        new("--end-inclusive") { Description = "Include events exactly at the end of a time range." };
    private readonly Option<bool> _unknownFields =
        new("--unknown-fields") { Description = "Add fields and values that no specification contains." };
    private readonly Option<bool> _strict =
        new("--strict") { Description = "Reject undocumented requests with 400 and a reason (the default)." };
    private readonly Option<bool> _lenient =
        new("--lenient") { Description = "Ignore unknown keys, and treat null, 0 and \"\" as absent." };
    private readonly Option<bool> _trailingEmptyPage =
        new("--trailing-empty-page") { Description = "Serve an empty page after a full last page, as the API may." };
    private readonly Option<bool> _indented =
        new("--indented") { Description = "Write pages and generated events with line breaks and spaces." };

    public EmulatorCommandOptions()
    {
        _features.Validators.Add(RejectUnknownFeed);
        _features.CompletionSources.Add([.. FeedNames.All]);
    }

    /// <summary>Gets the file for the certificate authority.</summary>
    public string AuthorityPath(ParseResult parsed) => parsed.GetValue(_tls) ?? AuthorityFile.DefaultName;

    public Option[] All =>
    [
        _port, _tls, _seed, _events, _span, _replay, _now, _latency, _quota, _retryAfter, _token, _features, _late, _endInclusive,
        _unknownFields, _trailingEmptyPage, _indented, _strict, _lenient,
    ];

    // With --replay, these options would be ignored.
    private Option[] OfGeneratedEvents => [_events, _seed, _span, _late, _unknownFields];

    /// <exception cref="CliException">Options contradict each other, or a value is out of its range.</exception>
    public EmulatorOptions Read(ParseResult parsed, CliContext cli)
    {
        if (parsed.GetValue(_replay) is not null && parsed.Given(OfGeneratedEvents).Any())
            throw CliException.Usage(
                "--replay serves recorded events. Do not combine it with --events, --seed, --span, --late or --unknown-fields.");
        if (parsed.GetValue(_strict) && parsed.GetValue(_lenient))
            throw CliException.Usage("--strict and --lenient are mutually exclusive.");
        try
        {
            var options = Defaults with
            {
                Port = parsed.GetValue(_port) ?? Defaults.Port,
                Tls = parsed.GetResult(_tls) is not null,
                Seed = parsed.GetValue(_seed) ?? Defaults.Seed,
                EventsPerFeed = parsed.GetValue(_events) ?? Defaults.EventsPerFeed,
                Span = parsed.GetValue(_span) ?? Defaults.Span,
                Replay = parsed.GetValue(_replay),
                Now = parsed.GetValue(_now)?.Resolve(cli.Clock.GetUtcNow()),
                Latency = parsed.GetValue(_latency) ?? Defaults.Latency,
                Quota = parsed.GetValue(_quota) ?? Defaults.Quota,
                RetryAfter = Enum.Parse<RetryAfterFormat>(parsed.GetValue(_retryAfter) ?? "seconds", ignoreCase: true),
                Token = parsed.GetValue(_token),
                LateShare = parsed.GetValue(_late) ?? Defaults.LateShare,
                EndInclusive = parsed.GetValue(_endInclusive),
                UnknownFields = parsed.GetValue(_unknownFields),
                TrailingEmptyPage = parsed.GetValue(_trailingEmptyPage),
                Indented = parsed.GetValue(_indented),
                Strict = !parsed.GetValue(_lenient),
            };
            if (parsed.GetValue(_features) is { Length: > 0 } features)
                options = options with
                {
                    Features = [.. features.Select(name => Enum.Parse<EmulatorFeed>(name, ignoreCase: true))],
                };
            options.Validate();
            return options;
        }
        catch (ArgumentException e)
        {
            throw CliException.Usage(InTermsOfOptions(e));
        }
    }

    // The emulator names its properties.
    private static string InTermsOfOptions(ArgumentException e)
    {
        var option = e.ParamName switch
        {
            nameof(EmulatorOptions.EventsPerFeed) => "--events",
            nameof(EmulatorOptions.LateShare) => "--late",
            { } name => $"--{name.ToLowerInvariant()}",
            null => "",
        };
        return Format.Message(e.ParamName is null ? e.Message : e.Message.Replace(e.ParamName, option, StringComparison.Ordinal));
    }

    private static Quota? ParseQuota(string text)
    {
        try
        {
            return Quota.Parse(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static void RejectUnknownFeed(OptionResult features)
    {
        if (features.Tokens.FirstOrDefault(token => !FeedNames.All.Contains(token.Value, StringComparer.Ordinal)) is { } unknown)
            features.AddError($"--feature {SafeText.Quote(unknown.Value)} is not {Format.List(FeedNames.All, "or")}."
                + NearestWord.DidYouMean(unknown.Value, FeedNames.All));
    }
}
