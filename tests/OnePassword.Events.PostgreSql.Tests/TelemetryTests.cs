using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace OnePassword.Events.PostgreSql.Tests;

/// <summary>The metrics of the store.</summary>
public sealed class TelemetryTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ConcurrentBag<double> _seconds = [];
    private readonly MeterListener _listener = new();

    [SetUp]
    public void Listen()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: PostgreSqlTelemetry.SourceName, Name: PostgreSqlTelemetry.CommitDuration, Unit: "s" })
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((_, seconds, _, _) => _seconds.Add(seconds));
        _listener.Start();
    }

    [TearDown]
    public void Stop() => _listener.Dispose();

    [Test]
    public async Task Time_of_each_successful_commit_is_recorded_in_seconds()
    {
        await using var followed = await Followed.StartAsync(events: 30);
        await using var store = new PostgreSqlEventStore(
            followed.Database.Source, new() { Takeover = Takeover.AtOnce, Clock = _clock });
        await foreach (var page in followed.Feed.FollowRawAsync(store, Followed.Options()))
        {
            if (page.Checkpoint.Events == 20)
                Assert.ThrowsAsync<TimeoutException>(() => StoreAsync(page, 5_432, () => throw new TimeoutException()));
            await StoreAsync(page, 4_321, () => { });
        }

        // Other tests commit too, within other times.
        Assert.That(_seconds, Has.Exactly(3).EqualTo(4_321).And.None.EqualTo(5_432));

        Task StoreAsync(FollowedPage<RawEvent> page, double seconds, Action write) => store.StoreAsync(page, (_, _) =>
        {
            _clock.Advance(TimeSpan.FromSeconds(seconds));
            write();
            return Task.CompletedTask;
        });
    }
}
