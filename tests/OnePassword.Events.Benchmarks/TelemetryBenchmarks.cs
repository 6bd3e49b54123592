using System.Diagnostics;
using System.Diagnostics.Metrics;
using BenchmarkDotNet.Attributes;
using OnePassword.Events.Emulator;
using OnePassword.Events.V2;

namespace OnePassword.Events.Benchmarks;

/// <summary>
/// The cost of the library with its quota, retries and telemetry, relative to the generated client. Reads a page of 1,000 audit
/// events from memory, without and with a listener of the telemetry.
/// </summary>
public class TelemetryBenchmarks : IDisposable
{
    private EventsV2Client _bare = null!;
    private EventsClient _facade = null!;
    private ActivityListener? _activities;
    private MeterListener? _meters;

    [GlobalSetup]
    public void SetUp()
    {
        var page = EmulatedPages.One(EmulatorFeed.AuditEvents);
        _bare = new EventsV2Client(new HttpMessageInvoker(new StaticServer(page)), EventsRegion.Europe.BaseAddress);
        _facade = new EventsClient(new StaticServer(page), "token", new EventsClientOptions
        {
            Region = EventsRegion.Europe,
            Resilience = { RateLimiter = { PerMinute = 1_000_000, PerHour = 1_000_000 } },
        });
    }

    [GlobalSetup(Target = nameof(ListenedTo))]
    public void SetUpListeners()
    {
        SetUp();
        _activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == EventsTelemetry.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(_activities);
        _meters = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == EventsTelemetry.SourceName)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        _meters.SetMeasurementEventCallback<long>(static (_, _, _, _) => { });
        _meters.SetMeasurementEventCallback<double>(static (_, _, _, _) => { });
        _meters.Start();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _facade.Dispose();
        _activities?.Dispose();
        _meters?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public async Task<int> Bare() =>
        (await _bare.GetAuditEventsAsync(new CursorRequest { Cursor = "c" }, context: null, CancellationToken.None)).Items!.Count;

    [Benchmark]
    public Task<int> Facade() => ReadAsync();

    [Benchmark]
    public Task<int> ListenedTo() => ReadAsync();

    private async Task<int> ReadAsync()
    {
        var count = 0;
        await foreach (var page in _facade.AuditEvents.ReadAsync(EventQuery.After("c")).AsPages())
            count += page.Items.Count;
        return count;
    }
}
