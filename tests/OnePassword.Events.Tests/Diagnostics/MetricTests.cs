using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Diagnostics;

/// <summary>Everything is counted once, with the tag of its feed.</summary>
public sealed class MetricTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [TestCase(false)]
    [TestCase(true)]
    public async Task Pages_and_events_are_counted_once_by_feed_and_region(bool raw)
    {
        using var recorder = new TelemetryRecorder();
        await using var fixture = await EmulatorFixture.StartAsync();
        _ = raw ? (await fixture.ReadAuditEventsAsync()).Count : (await fixture.Client.AuditEvents.ReadAsync(EmulatorFixture.Query).ToListAsync()).Count;
        await fixture.Client.SignInAttempts.ReadAsync(EventQuery.Since(TimeSpan.FromDays(2))).ToListAsync();

        Assert.That(recorder.Of("onepassword.events.pages").Select(page => (page.Feed, page.Value)), Is.EqualTo(
            Enumerable.Repeat(("auditevents", 1.0), 4).Append(("signinattempts", 1.0))));
        Assert.That(recorder.Of("onepassword.events.read").Select(page => (page.Feed, page.Value)), Is.EqualTo(
            Enumerable.Repeat(("auditevents", 50.0), 4).Append(("signinattempts", 200.0))));
        Assert.That(recorder.Of("onepassword.events.age"), Has.Count.EqualTo(5));
        Assert.That(recorder.Of("onepassword.events.retries"), Is.Empty);
        Assert.That(
            recorder.Of("onepassword.events.read").Select(measured => measured.Tags["onepassword.events.region"]),
            Is.All.EqualTo(fixture.Client.Region.Name));
    }

    [Test]
    public async Task A_failed_page_counts_neither_as_a_page_nor_as_events()
    {
        using var recorder = new TelemetryRecorder();
        await using var fixture = await EmulatorFixture.StartAsync();
        fixture.With(new Fault { Mode = FaultMode.NoCursor, After = 1, Times = int.MaxValue });
        Assert.ThrowsAsync<EventsResponseException>(() => fixture.ReadAuditEventsAsync());
        Assert.That((recorder.Sum("onepassword.events.pages"), recorder.Sum("onepassword.events.read")), Is.EqualTo((1, 50)));
    }

    [Test]
    public async Task Each_retry_is_counted_with_its_reason()
    {
        using var recorder = new TelemetryRecorder();
        await using var fixture = await EmulatorFixture.StartAsync();
        fixture.With(new Fault { Status = 500 }).With(new Fault { Status = 429 }).With(new Fault { Mode = FaultMode.Reset });
        await fixture.ReadAuditEventsAsync();
        var retries = recorder.Of("onepassword.events.retries");
        Assert.That(retries.Select(retry => (retry.Value, retry.Feed)), Is.All.EqualTo((1.0, "auditevents")));
        Assert.That(retries.Select(retry => retry.Reason), Is.EqualTo(new[] { "500", "429", "Unreachable" }));
    }

    [Test]
    public async Task The_last_failure_is_not_counted_as_a_retry()
    {
        using var recorder = new TelemetryRecorder();
        await using var fixture = await EmulatorFixture.StartAsync();
        fixture.With(new Fault { Status = 500, Times = int.MaxValue });
        Assert.ThrowsAsync<EventsApiException>(() => fixture.ReadAuditEventsAsync());
        Assert.That(recorder.Of("onepassword.events.retries"), Has.Count.EqualTo(EmulatorFixture.Attempts - 1));
    }

    [Test]
    public async Task A_timeout_has_the_name_of_its_reason_and_not_of_a_Polly_type()
    {
        using var recorder = new TelemetryRecorder();
        var clock = new FakeClock(Now);
        await using var fixture = await EmulatorFixture.StartAsync(EmulatorFixture.Patient, clock);
        fixture.With(new Fault { Mode = FaultMode.Stall });
        var reading = fixture.ReadAuditEventsAsync();
        await fixture.OutlastAsync(clock, attempts: 1);
        await clock.RunAsync(reading);
        Assert.That(
            recorder.Of("onepassword.events.retries").Select(retry => retry.Reason),
            Is.Not.Empty.And.None.Contains("Rejected"),
            "that is the name of a Polly type");
    }

    [Test]
    public async Task Only_waits_for_the_quota_are_measured_as_such()
    {
        using var recorder = new TelemetryRecorder();
        var clock = new FakeClock(Now);
        await using var fixture = await EmulatorFixture.StartAsync(
            options =>
            {
                EmulatorFixture.Patient(options);
                options.RateLimiter.PerMinute = 3;
            },
            clock);
        Assert.That(await clock.RunAsync(fixture.ReadAuditEventsAsync()), Has.Count.EqualTo(200));
        var wait = recorder.Of("onepassword.events.quota.wait").Single();
        Assert.That((wait.Feed, wait.Value), Is.EqualTo(("auditevents", 60.0)));
    }

    [Test]
    public async Task Requests_that_wait_for_the_quota_are_counted_while_they_wait()
    {
        const string Page = """{"cursor":"c1","has_more":false,"items":[]}""";
        using var recorder = new TelemetryRecorder();
        var clock = new FakeClock(Now);
        using var client = new StubServer().Responds(Page).Responds(Page).Client(
            new EventsClientOptions { TimeProvider = clock, Resilience = { RateLimiter = { PerMinute = 1 } } });
        await client.AuditEvents.ReadAsync().ToListAsync();
        var waits = client.ItemUsages.ReadAsync().ToListAsync();
        Assert.That(
            recorder.Of("onepassword.events.quota.waiting").Single(),
            Has.Property("Feed").EqualTo("itemusages").And.Property("Value").EqualTo(1));
        clock.Advance(TimeSpan.FromMinutes(1));
        await waits;
        Assert.That(recorder.Sum("onepassword.events.quota.waiting"), Is.Zero);
    }

    [Test]
    public async Task A_request_that_gets_a_permit_at_once_is_not_measured_as_a_wait()
    {
        using var recorder = new TelemetryRecorder();
        await using var fixture = await EmulatorFixture.StartAsync();
        await fixture.ReadAuditEventsAsync();
        Assert.That(recorder.Of("onepassword.events.quota.wait"), Is.Empty);
    }

    [Test]
    public async Task Age_is_that_of_the_newest_event_of_a_page()
    {
        using var recorder = new TelemetryRecorder();
        await using var fixture = await EmulatorFixture.StartAsync(EmulatorFixture.Patient, new FakeClock(Now));
        var pages = await fixture.Client.AuditEvents.ReadAsync(EmulatorFixture.Query).AsPages().ToListAsync();
        var ages = pages.Select(page => (Now - page.Items[^1].Timestamp!.Value.Value).TotalSeconds);
        Assert.That(recorder.Of("onepassword.events.age").Select(age => age.Value), Is.EqualTo(ages).Within(0.001));
        Assert.That(ages, Is.Ordered.Descending.And.All.Positive);
    }

    [Test]
    public async Task An_empty_page_has_no_age()
    {
        using var recorder = new TelemetryRecorder();
        await using var fixture = await EmulatorFixture.StartAsync(clock: new FakeClock(Now));
        await fixture.Client.AuditEvents.ReadAsync(EventQuery.Since(TimeSpan.Zero)).ToListAsync();
        Assert.That(recorder.Of("onepassword.events.pages"), Has.Count.EqualTo(1));
        Assert.That(recorder.Of("onepassword.events.age"), Is.Empty);
    }
}
