using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.ExceptionServices;
using System.Text.RegularExpressions;

namespace OnePassword.Events.Tests.Support;

/// <summary>
/// Looks, while all the tests of this assembly run, into each exception, span, measurement and log line of the library for a
/// token. The tests' tokens are recognisable: <c>s3cret…</c>, <c>t0ken…</c>, and the JSON web tokens. That the watch sees all
/// of it, a region shows whose name looks like a token: names of regions are told to everybody.
/// </summary>
[SetUpFixture]
public sealed partial class LeakWatch
{
    private static readonly ConcurrentQueue<(string Kind, string Told)> Leaks = new();

    private readonly MeterListener _meters = new();
    private readonly ActivityListener _activities = new()
    {
        ShouldListenTo = source => source.Name == EventsTelemetry.SourceName,
        Sample = (ref _) => ActivitySamplingResult.AllData,
        ActivityStopped = span => Look("span", $"{span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects)}"),
    };

    /// <summary>Looks into what somebody could read.</summary>
    public static void Look(string kind, string told)
    {
        if (Token().IsMatch(told))
            Leaks.Enqueue((kind, told));
    }

    /// <summary>Makes sure that the token of a request would be recognised.</summary>
    public static void Know(HttpRequestMessage request)
    {
        if (request.Headers.Authorization is { } authorization && !Token().IsMatch($"{authorization}"))
            throw new InvalidOperationException("The leak watch would not recognise the token of this test.");
    }

    [OneTimeSetUp]
    public void Begin()
    {
        AppDomain.CurrentDomain.FirstChanceException += LookInto;
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == EventsTelemetry.SourceName)
                listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Look("metric", $"{instrument.Name} {string.Join(' ', tags.ToArray())}"));
        _meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Look("metric", $"{instrument.Name} {string.Join(' ', tags.ToArray())}"));
        _meters.Start();
        ActivitySource.AddActivityListener(_activities);
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        var leaks = Leaks.ToList();
        await TellAsync();
        AppDomain.CurrentDomain.FirstChanceException -= LookInto;
        _meters.Dispose();
        _activities.Dispose();
        Assert.That(leaks, Is.Empty, "a token was told to somebody");
        Assert.That(Leaks.Select(leak => leak.Kind).Distinct(StringComparer.Ordinal), Is.EquivalentTo(new[] { "exception", "log", "metric", "span" }), "it is looked into all that there is");
    }

    private static async Task TellAsync()
    {
        var server = new StubServer().Answers("""{"cursor":"c","has_more":true,"items":[]}""").Answers("{}");
        using var client = server.Client(new EventsClientOptions { Region = EventsRegion.At(new Uri("https://t0ken.example")), Resilience = { Retry = { MaxRetryAttempts = 0 } } });
        await Assert.ThatAsync(() => client.AuditEvents.ReadAsync().ToListAsync(), Throws.InstanceOf<EventsResponseException>());
    }

    // Of what comes through the library, whoever threw it; a test may quote what it likes.
    private static void LookInto(object? sender, FirstChanceExceptionEventArgs e)
    {
        var told = e.Exception.ToString();
        if (e.Exception is EventsException || OfLibrary().IsMatch(told))
            Look("exception", told);
    }

    [GeneratedRegex(@"^\s+at OnePassword\.Events\.(?!Tests|Testing|Emulator)", RegexOptions.Multiline)]
    private static partial Regex OfLibrary();

    [GeneratedRegex(@"s3cret|t0ken|\beyJ[A-Za-z0-9_-]{16,}")]
    private static partial Regex Token();
}
