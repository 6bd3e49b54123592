using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Diagnostics;

/// <summary>Each thing that happens is counted once, under the name of its feed.</summary>
public sealed class MetricTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [TestCase(false)]
    [TestCase(true)]
    public async Task Pages_and_events_are_counted_once_by_feed_and_region(bool raw)
    {
        using var recorder = new TelemetryRecorder();
        await using var rig = await EmulatorFixture.StartAsync();
        _ = raw ? (await rig.ReadAuditEventsAsync()).Count : (await rig.Client.AuditEvents.ReadAsync(EmulatorFixture.Query).ToListAsync()).Count;
        await rig.Client.SignInAttempts.ReadAsync(EventQuery.Since(TimeSpan.FromDays(2))).ToListAsync();

        Assert.That(recorder.Of("onepassword.events.pages").Select(page => (page.Feed, page.Value)), Is.EqualTo(
            Enumerable.Repeat(("auditevents", 1.0), 4).Append(("signinattempts", 1.0))));
        Assert.That(recorder.Of("onepassword.events.read").Select(page => (page.Feed, page.Value)), Is.EqualTo(
            Enumerable.Repeat(("auditevents", 50.0), 4).Append(("signinattempts", 200.0))));
        Assert.That(recorder.Of("onepassword.events.lag"), Has.Count.EqualTo(5));
        Assert.That(recorder.Of("onepassword.events.retries"), Is.Empty);
        Assert.That(recorder.Of("onepassword.events.read").Select(measured => measured.Tags["onepassword.events.region"]), Is.All.EqualTo(rig.Client.Region.Name));
    }

    [Test]
    public async Task A_page_that_failed_is_counted_neither_as_page_nor_as_events()
    {
        using var recorder = new TelemetryRecorder();
        await using var rig = await EmulatorFixture.StartAsync();
        rig.With(new Fault { Mode = FaultMode.NoCursor, After = 1, Times = int.MaxValue });
        Assert.ThrowsAsync<EventsResponseException>(() => rig.ReadAuditEventsAsync());
        Assert.That((recorder.Sum("onepassword.events.pages"), recorder.Sum("onepassword.events.read")), Is.EqualTo((1, 50)));
    }

    [Test]
    public async Task Each_retry_is_counted_with_what_led_to_it()
    {
        using var recorder = new TelemetryRecorder();
        await using var rig = await EmulatorFixture.StartAsync();
        rig.With(new Fault { Status = 500 }).With(new Fault { Status = 429 }).With(new Fault { Mode = FaultMode.Reset });
        await rig.ReadAuditEventsAsync();
        var retries = recorder.Of("onepassword.events.retries");
        Assert.That(retries.Select(retry => (retry.Value, retry.Feed)), Is.All.EqualTo((1.0, "auditevents")));
        Assert.That(retries.Select(retry => retry.Reason), Is.EqualTo(new[] { "500", "429", "Unreachable" }));
    }

    [Test]
    public async Task The_last_failure_is_no_retry()
    {
        using var recorder = new TelemetryRecorder();
        await using var rig = await EmulatorFixture.StartAsync();
        rig.With(new Fault { Status = 500, Times = int.MaxValue });
        Assert.ThrowsAsync<EventsApiException>(() => rig.ReadAuditEventsAsync());
        Assert.That(recorder.Of("onepassword.events.retries"), Has.Count.EqualTo(EmulatorFixture.Attempts - 1));
    }

    [Test]
    public async Task A_time_out_is_not_called_by_the_name_of_an_engine_inside()
    {
        using var recorder = new TelemetryRecorder();
        var clock = new FakeClock(Now);
        await using var rig = await EmulatorFixture.StartAsync(EmulatorFixture.Patient, clock);
        rig.With(new Fault { Mode = FaultMode.Stall });
        var reading = rig.ReadAuditEventsAsync();
        await rig.OutlastAsync(clock, attempts: 1);
        await clock.RunAsync(reading);
        Assert.That(recorder.Of("onepassword.events.retries").Select(retry => retry.Reason), Is.Not.Empty.And.None.Contains("Rejected"), "that is a type of Polly's");
    }

    [Test]
    public async Task Waits_for_the_quota_are_measured_and_only_those()
    {
        using var recorder = new TelemetryRecorder();
        var clock = new FakeClock(Now);
        await using var rig = await EmulatorFixture.StartAsync(
            options =>
            {
                EmulatorFixture.Patient(options);
                options.RateLimiter.PerMinute = 3;
            },
            clock);
        Assert.That(await clock.RunAsync(rig.ReadAuditEventsAsync()), Has.Count.EqualTo(200));
        var wait = recorder.Of("onepassword.events.quota.wait").Single();
        Assert.That((wait.Feed, wait.Value), Is.EqualTo(("auditevents", 60.0)));
    }

    [Test]
    public async Task Requests_that_wait_for_the_quota_show_while_they_wait()
    {
        const string Page = """{"cursor":"c1","has_more":false,"items":[]}""";
        using var recorder = new TelemetryRecorder();
        var clock = new FakeClock(Now);
        using var client = new StubServer().Answers(Page).Answers(Page).Client(
            new EventsClientOptions { TimeProvider = clock, Resilience = { RateLimiter = { PerMinute = 1 } } });
        await client.AuditEvents.ReadAsync().ToListAsync();
        var waits = client.ItemUsages.ReadAsync().ToListAsync();
        Assert.That(recorder.Of("onepassword.events.quota.waiting").Single(), Has.Property("Feed").EqualTo("itemusages").And.Property("Value").EqualTo(1));
        clock.Advance(TimeSpan.FromMinutes(1));
        await waits;
        Assert.That(recorder.Sum("onepassword.events.quota.waiting"), Is.Zero);
    }

    [Test]
    public async Task A_request_that_finds_room_at_once_has_not_waited()
    {
        using var recorder = new TelemetryRecorder();
        await using var rig = await EmulatorFixture.StartAsync();
        await rig.ReadAuditEventsAsync();
        Assert.That(recorder.Of("onepassword.events.quota.wait"), Is.Empty);
    }

    [Test]
    public async Task Lag_is_the_age_of_the_newest_event_of_a_page()
    {
        using var recorder = new TelemetryRecorder();
        await using var rig = await EmulatorFixture.StartAsync(EmulatorFixture.Patient, new FakeClock(Now));
        var pages = await rig.Client.AuditEvents.ReadAsync(EmulatorFixture.Query).AsPages().ToListAsync();
        var ages = pages.Select(page => (Now - page.Items[^1].Timestamp!.Value.Value).TotalSeconds);
        Assert.That(recorder.Of("onepassword.events.lag").Select(lag => lag.Value), Is.EqualTo(ages).Within(0.001));
        Assert.That(ages, Is.Ordered.Descending.And.All.Positive);
    }

    [Test]
    public async Task An_empty_page_has_no_lag()
    {
        using var recorder = new TelemetryRecorder();
        await using var rig = await EmulatorFixture.StartAsync(clock: new FakeClock(Now));
        await rig.Client.AuditEvents.ReadAsync(EventQuery.Since(TimeSpan.Zero)).ToListAsync();
        Assert.That(recorder.Of("onepassword.events.pages"), Has.Count.EqualTo(1));
        Assert.That(recorder.Of("onepassword.events.lag"), Is.Empty);
    }
}
