using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.ExceptionServices;
using System.Text.RegularExpressions;

namespace OnePassword.Events.Tests;

/// <summary>
/// Looks, while all the tests of this assembly run, into each exception, span, measurement and log line of the library for a
/// token. The tests' tokens are recognisable: <c>s3cret…</c>, <c>t0ken…</c>, and the JSON web tokens.
/// </summary>
[SetUpFixture]
public sealed partial class LeakWatch
{
    private static readonly ConcurrentQueue<string> Leaks = new();
    private static int _looks;

    private readonly MeterListener _meters = new();
    private readonly ActivityListener _activities = new()
    {
        ShouldListenTo = source => source.Name == EventsTelemetry.SourceName,
        Sample = (ref _) => ActivitySamplingResult.AllData,
        ActivityStopped = span => Look($"{span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects)}"),
    };

    /// <summary>Looks into what somebody could read.</summary>
    public static void Look(string? told)
    {
        Interlocked.Increment(ref _looks);
        if (told is not null && Token().IsMatch(told))
            Leaks.Enqueue(told);
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
        _meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Look($"{instrument.Name} {string.Join(' ', tags.ToArray())}"));
        _meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Look($"{instrument.Name} {string.Join(' ', tags.ToArray())}"));
        _meters.Start();
        ActivitySource.AddActivityListener(_activities);
    }

    [OneTimeTearDown]
    public void End()
    {
        AppDomain.CurrentDomain.FirstChanceException -= LookInto;
        _meters.Dispose();
        _activities.Dispose();
        Assert.That(_looks, Is.Positive);
        Assert.That(Leaks, Is.Empty, "a token was told to somebody");
    }

    // Of what the library throws; a test may quote what it likes.
    private static void LookInto(object? sender, FirstChanceExceptionEventArgs e)
    {
        if (e.Exception is EventsException || e.Exception.TargetSite?.Module.Assembly == typeof(EventsClient).Assembly)
            Look(e.Exception.ToString());
    }

    [GeneratedRegex(@"s3cret|t0ken|\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}")]
    private static partial Regex Token();
}
