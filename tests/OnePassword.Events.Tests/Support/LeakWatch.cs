using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.ExceptionServices;
using System.Text.RegularExpressions;

namespace OnePassword.Events.Tests.Support;

/// <summary>
/// Searches each exception, span, measurement and log line of the library for a token while the tests of this assembly run. The
/// tokens of tests are recognizable: <c>s3cret…</c>, <c>t0ken…</c> and JSON web tokens. At the end, a region whose name looks
/// like a token, which is reported everywhere, proves that the watch sees everything.
/// </summary>
[SetUpFixture]
public sealed partial class LeakWatch
{
    private static readonly ConcurrentQueue<(string Kind, string Text)> Leaks = new();

    private readonly MeterListener _meters = new();
    private readonly ActivityListener _activities = new()
    {
        ShouldListenTo = source => source.Name == EventsTelemetry.SourceName,
        Sample = (ref _) => ActivitySamplingResult.AllData,
        ActivityStopped = span => Look(
            "span", $"{span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects)}"),
    };

    /// <summary>Searches a text that a user could read.</summary>
    public static void Look(string kind, string text)
    {
        if (Token().IsMatch(text))
            Leaks.Enqueue((kind, text));
    }

    /// <summary>Checks that the watch recognizes the token of a request.</summary>
    public static void CheckRecognized(HttpRequestMessage request)
    {
        if (request.Headers.Authorization is { } authorization && !Token().IsMatch($"{authorization}"))
            throw new InvalidOperationException("LeakWatch does not recognize the token of this test.");
    }

    [OneTimeSetUp]
    public void Begin()
    {
        AppDomain.CurrentDomain.FirstChanceException += LookIntoException;
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == EventsTelemetry.SourceName)
                listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<long>(
            (instrument, _, tags, _) => Look("metric", $"{instrument.Name} {string.Join(' ', tags.ToArray())}"));
        _meters.SetMeasurementEventCallback<double>(
            (instrument, _, tags, _) => Look("metric", $"{instrument.Name} {string.Join(' ', tags.ToArray())}"));
        _meters.Start();
        ActivitySource.AddActivityListener(_activities);
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        var leaks = Leaks.ToList();
        await LeakAsync();
        AppDomain.CurrentDomain.FirstChanceException -= LookIntoException;
        _meters.Dispose();
        _activities.Dispose();
        Assert.That(leaks, Is.Empty, "a token was reported");
        Assert.That(
            Leaks.Select(leak => leak.Kind).Distinct(StringComparer.Ordinal),
            Is.EquivalentTo(new[] { "exception", "log", "metric", "span" }),
            "every kind of telemetry is inspected");
    }

    private static async Task LeakAsync()
    {
        var server = new StubServer().Responds("""{"cursor":"c","has_more":true,"items":[]}""").Responds("{}");
        using var client = server.Client(
            new EventsClientOptions { Region = EventsRegion.At(new Uri("https://t0ken.example")), Resilience = { Retry = { MaxRetryAttempts = 0 } } });
        await Assert.ThatAsync(() => client.AuditEvents.ReadAsync().ToListAsync(), Throws.InstanceOf<EventsResponseException>());
    }

    // Only exceptions that pass through the library; a test may quote a token.
    private static void LookIntoException(object? sender, FirstChanceExceptionEventArgs e)
    {
        var text = e.Exception.ToString();
        if (e.Exception is EventsException || OfLibrary().IsMatch(text))
            Look("exception", text);
    }

    [GeneratedRegex(@"^\s+at OnePassword\.Events\.(?!Tests|Testing|Emulator)", RegexOptions.Multiline)]
    private static partial Regex OfLibrary();

    [GeneratedRegex(@"s3cret|t0ken|\beyJ[A-Za-z0-9_-]{16,}")]
    private static partial Regex Token();
}
