using OnePassword.Events.Emulator;
using OnePassword.Events.Pipeline;

namespace OnePassword.Events.Tests.Diagnostics;

/// <summary>The metrics of Microsoft.Extensions.Http.Resilience distinguish feeds and hosts.</summary>
public sealed class PackageMetricTests
{
    [Test]
    public async Task Retries_are_reported_by_the_package_with_feed_and_host()
    {
        using var recorder = new TelemetryRecorder(all: true);
        await using var fixture = await EmulatorFixture.StartAsync();
        fixture.With(new Fault { Status = 500 });
        await fixture.ReadAuditEventsAsync();

        var retry = Events(recorder, "OnRetry").Single();
        Assert.That(
            (retry.Tags["operation.key"], retry.Tags["pipeline.name"], retry.Tags["pipeline.instance"]),
            Is.EqualTo(("auditevents", ResilienceChain.CallPipeline, fixture.Client.Region.BaseAddress.Authority)));
    }

    [Test]
    public async Task A_retry_of_a_malformed_page_is_reported_by_the_package()
    {
        using var recorder = new TelemetryRecorder(all: true);
        using var server = new StubServer()
            .Responds("""{"cursor":"c","has_more":true,"items":[{"uu""")
            .Responds("""{"cursor":"c","has_more":false,"items":[]}""");
        using var client = server.Client(new EventsClientOptions { Resilience = { Retry = { Delay = TimeSpan.Zero } } });
        await client.AuditEvents.ReadAsync().ToListAsync();

        Assert.That(Events(recorder, "OnRetry").Single().Tags["operation.key"], Is.EqualTo("auditevents"));
    }

    [Test]
    public async Task Calls_and_attempts_are_measured_by_the_package_for_each_feed()
    {
        using var recorder = new TelemetryRecorder(all: true);
        await using var fixture = await EmulatorFixture.StartAsync();
        fixture.With(new Fault { Status = 500 });
        await fixture.ReadAuditEventsAsync();
        await fixture.Client.SignInAttempts.ReadAsync(EventQuery.Since(TimeSpan.FromDays(2))).ToListAsync();

        var durations = recorder.Of("resilience.polly.pipeline.duration").CountBy(
            measured => $"{measured.Tags["pipeline.name"]} {measured.Tags["operation.key"]}");
        Assert.That(durations.ToDictionary(StringComparer.Ordinal), Is.EquivalentTo(new Dictionary<string, int>(StringComparer.Ordinal)
        {
            [$"{ResilienceChain.CallPipeline} auditevents"] = 4, // Pages.
            [$"{ResilienceChain.AttemptPipeline} auditevents"] = 5,
            [$"{ResilienceChain.CallPipeline} signinattempts"] = 1,
            [$"{ResilienceChain.AttemptPipeline} signinattempts"] = 1,
        }));
        Assert.That(
            recorder.Of("resilience.polly.strategy.attempt.duration").Select(attempt => attempt.Tags["operation.key"]).Distinct(),
            Is.EquivalentTo(new[] { "auditevents", "signinattempts" }));
    }

    [Test]
    public async Task An_opened_circuit_is_reported_by_the_package_with_its_feed()
    {
        using var recorder = new TelemetryRecorder(all: true);
        await using var fixture = await EmulatorFixture.StartAsync(
            options => (options.CircuitBreaker.MinimumThroughput, options.Retry.MaxRetryAttempts) = (2, 0));
        fixture.With(new Fault { Status = 500, Times = 2 });
        for (var i = 0; i < 2; i++)
            Assert.ThrowsAsync<EventsApiException>(() => fixture.ReadAuditEventsAsync());

        Assert.That(Events(recorder, "OnCircuitOpened").Single().Tags["operation.key"], Is.EqualTo("auditevents"));
    }

    private static IEnumerable<RecordedMeasurement> Events(TelemetryRecorder recorder, string name) =>
        recorder.Of("resilience.polly.strategy.events").Where(measured => Equals(measured.Tags["event.name"], name));
}
