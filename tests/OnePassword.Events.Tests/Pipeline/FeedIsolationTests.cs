using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Pipeline;

/// <summary>The failures of one feed do not affect the other feeds.</summary>
public sealed class FeedIsolationTests
{
    [TestCase(500, FaultMode.None)]
    [TestCase(401, FaultMode.None)]
    [TestCase(null, FaultMode.Reset)]
    [TestCase(null, FaultMode.NoCursor)]
    public async Task A_failing_feed_does_not_affect_the_other_two(int? status, FaultMode mode)
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        fixture.With(new Fault { Feed = EmulatorFeed.AuditEvents, Status = status, Mode = mode, Times = int.MaxValue });
        var failing = fixture.ReadAuditEventsAsync();
        var usages = await EmulatorFixture.ReadAsync(fixture.Client.ItemUsages);
        var attempts = await EmulatorFixture.ReadAsync(fixture.Client.SignInAttempts);
        await Assert.ThatAsync(() => failing, Throws.InstanceOf<EventsException>().With.Property("Feed").EqualTo("auditevents"));
        Assert.That(usages, Is.EqualTo(fixture.All(EmulatorFeed.ItemUsages)));
        Assert.That(attempts, Is.EqualTo(fixture.All(EmulatorFeed.SignInAttempts)));
    }

    [Test]
    public async Task A_breaker_opens_for_its_feed_only_and_closes_when_the_feed_recovers()
    {
        var clock = new FakeClock(new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
        await using var fixture = await EmulatorFixture.StartAsync(options => Breaking(options), clock);
        fixture.With(new Fault { Feed = EmulatorFeed.AuditEvents, Status = 500, Times = 2 });

        var (first, second) = (await FailAsync(fixture), await FailAsync(fixture));
        var third = await FailAsync(fixture);
        Assert.That(
            new[] { first.Reason, second.Reason, third.Reason },
            Is.EqualTo(new[] { EventsFailure.ServerFailed, EventsFailure.ServerFailed, EventsFailure.CircuitOpen }));
        Assert.That(third.Message, Does.StartWith("auditevents at ").And.Contain("not sent").And.Contain("15 s"));
        Assert.That(fixture.Emulator.Requests, Has.Count.EqualTo(2), "an open breaker sends nothing");
        Assert.That(await EmulatorFixture.ReadAsync(fixture.Client.ItemUsages), Is.EqualTo(fixture.All(EmulatorFeed.ItemUsages)));
        Assert.That(
            await EmulatorFixture.ReadAsync(fixture.Client.SignInAttempts), Is.EqualTo(fixture.All(EmulatorFeed.SignInAttempts)));
        Assert.That((await fixture.Client.IntrospectAsync()).Features, Has.Count.EqualTo(3));

        clock.Advance(TimeSpan.FromSeconds(15));
        Assert.That(await fixture.ReadAuditEventsAsync(), Is.EqualTo(fixture.All()));
    }

    [Test]
    public async Task A_request_that_an_open_breaker_stops_does_not_count_as_an_attempt()
    {
        await using var fixture = await EmulatorFixture.StartAsync(options => Breaking(options));
        fixture.With(new Fault { Status = 500, Times = 2 });
        await FailAsync(fixture);
        await FailAsync(fixture);
        Assert.That((await FailAsync(fixture)).Attempts, Is.Zero);
    }

    [Test]
    public async Task Responses_with_429_do_not_open_the_breaker()
    {
        await using var fixture = await EmulatorFixture.StartAsync(options =>
        {
            Breaking(options);
            options.Retry.MaxRetryAttempts = 9;
        });
        fixture.With(new Fault { Status = 429, Times = 8 });
        Assert.That(await fixture.ReadAuditEventsAsync(), Is.EqualTo(fixture.All()));
    }

    private static void Breaking(EventsResilienceOptions options)
    {
        options.Retry.MaxRetryAttempts = 0;
        options.CircuitBreaker.MinimumThroughput = 2;
        options.CircuitBreaker.FailureRatio = 0.5;
    }

    private static Task<EventsException> FailAsync(EmulatorFixture fixture) =>
        Task.FromResult(Assert.CatchAsync<EventsException>(() => fixture.ReadAuditEventsAsync())!);
}
