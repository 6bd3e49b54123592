using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OnePassword.Events.Tests.Telemetry;

/// <summary>
/// Records the metrics and spans of the test that made it, and of no other: both are reported on the flow of the code that they
/// are about.
/// </summary>
internal sealed class Recorder : IDisposable
{
    private static readonly AsyncLocal<Recorder?> Current = new();

    private readonly ConcurrentQueue<Measured> _measured = new();
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _activities;

    /// <param name="all">Also what .NET itself tells.</param>
    public Recorder(bool all = false)
    {
        Current.Value = this;
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (all || instrument.Meter.Name == EventsTelemetry.SourceName)
                listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _meters.Start();
        _activities = new ActivityListener
        {
            ShouldListenTo = source => all || source.Name == EventsTelemetry.SourceName,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = AddSpan,
        };
        ActivitySource.AddActivityListener(_activities);
    }

    public IReadOnlyCollection<Measured> Measured => _measured;

    public IReadOnlyCollection<Activity> Spans => _spans;

    public List<Measured> Of(string instrument) => [.. _measured.Where(measured => measured.Name == instrument)];

    public double Sum(string instrument) => Of(instrument).Sum(measured => measured.Value);

    public void Dispose()
    {
        _meters.Dispose();
        _activities.Dispose();
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (Current.Value == this)
            _measured.Enqueue(new Measured(instrument.Name, value, tags.ToArray().ToDictionary(StringComparer.Ordinal)));
    }

    private void AddSpan(Activity span)
    {
        if (Current.Value == this)
            _spans.Enqueue(span);
    }
}
