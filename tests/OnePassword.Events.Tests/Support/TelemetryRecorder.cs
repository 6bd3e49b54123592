using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;

namespace OnePassword.Events.Tests.Support;

/// <summary>Records the metrics and spans of the test that creates it, and of no other test.</summary>
internal sealed class TelemetryRecorder : IDisposable
{
    private static readonly AsyncLocal<TelemetryRecorder?> Current = new();

    private readonly ConcurrentQueue<RecordedMeasurement> _measured = new();
    private readonly List<Activity> _spans = [];
    private readonly MeterListener _meters = new();
    private readonly TracerProvider _traces;

    /// <param name="all">Whether to record the telemetry of .NET and of other libraries as well.</param>
    public TelemetryRecorder(bool all = false)
    {
        Current.Value = this;

        // OpenTelemetry would export sums over all parallel tests; these tests check single measurements.
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (all || instrument.Meter.Name == EventsTelemetry.SourceName)
                listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _meters.Start();
        _traces = Sdk.CreateTracerProviderBuilder()
            .AddSource(all ? "*" : EventsTelemetry.SourceName)
            .AddProcessor(new SpansOf(this))
            .Build();
    }

    public IReadOnlyCollection<RecordedMeasurement> Measured => _measured;

    public IReadOnlyCollection<Activity> Spans => _spans;

    public List<RecordedMeasurement> Of(string instrument) => [.. _measured.Where(measured => measured.Name == instrument)];

    public double Sum(string instrument) => Of(instrument).Sum(measured => measured.Value);

    public void Dispose()
    {
        _meters.Dispose();
        _traces.Dispose();
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (Current.Value == this)
            _measured.Enqueue(
                new RecordedMeasurement(instrument.Name, value, tags.ToArray().ToDictionary(StringComparer.Ordinal)));
    }

    // An exporter alone would receive the spans of all tests.
    private sealed class SpansOf(TelemetryRecorder recorder) : SimpleActivityExportProcessor(
        new InMemoryExporter<Activity>(recorder._spans))
    {
        public override void OnEnd(Activity data)
        {
            if (Current.Value == recorder)
                base.OnEnd(data);
        }
    }
}
