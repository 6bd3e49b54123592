using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Pipeline;

/// <summary>One feed's failure is its own.</summary>
public sealed class FeedIsolationTests
{
    [TestCase(500, FaultMode.None)]
    [TestCase(401, FaultMode.None)]
    [TestCase(null, FaultMode.Reset)]
    [TestCase(null, FaultMode.NoCursor)]
    public async Task A_failing_feed_leaves_the_other_two_unharmed(int? status, FaultMode mode)
    {
        await using var rig = await EmulatorFixture.StartAsync();
        rig.With(new Fault { Feed = EmulatorFeed.AuditEvents, Status = status, Mode = mode, Times = int.MaxValue });
        var failing = rig.ReadAuditEventsAsync();
        var usages = await EmulatorFixture.ReadAsync(rig.Client.ItemUsages);
        var attempts = await EmulatorFixture.ReadAsync(rig.Client.SignInAttempts);
        await Assert.ThatAsync(() => failing, Throws.InstanceOf<EventsException>().With.Property("Feed").EqualTo("auditevents"));
        Assert.That(usages, Is.EqualTo(rig.All(EmulatorFeed.ItemUsages)));
        Assert.That(attempts, Is.EqualTo(rig.All(EmulatorFeed.SignInAttempts)));
    }

    [Test]
    public async Task A_breaker_opens_for_its_feed_alone_and_closes_when_the_feed_is_well_again()
    {
        var clock = new FakeClock(new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
        await using var rig = await EmulatorFixture.StartAsync(options => Breaking(options), clock);
        rig.With(new Fault { Feed = EmulatorFeed.AuditEvents, Status = 500, Times = 2 });

        var (first, second) = (await FailAsync(rig), await FailAsync(rig));
        var third = await FailAsync(rig);
        Assert.That(new[] { first.Reason, second.Reason, third.Reason }, Is.EqualTo(new[] { EventsFailure.ServerFailed, EventsFailure.ServerFailed, EventsFailure.CircuitOpen }));
        Assert.That(third.Message, Does.StartWith("auditevents at ").And.Contain("not tried").And.Contain("15 s"));
        Assert.That(rig.Emulator.Requests, Has.Count.EqualTo(2), "an open breaker sends nothing");
        Assert.That(await EmulatorFixture.ReadAsync(rig.Client.ItemUsages), Is.EqualTo(rig.All(EmulatorFeed.ItemUsages)));
        Assert.That(await EmulatorFixture.ReadAsync(rig.Client.SignInAttempts), Is.EqualTo(rig.All(EmulatorFeed.SignInAttempts)));
        Assert.That((await rig.Client.IntrospectAsync()).Features, Has.Count.EqualTo(3));

        clock.Advance(TimeSpan.FromSeconds(15));
        Assert.That(await rig.ReadAuditEventsAsync(), Is.EqualTo(rig.All()));
    }

    [Test]
    public async Task What_an_open_breaker_holds_back_counts_as_no_attempt()
    {
        await using var rig = await EmulatorFixture.StartAsync(options => Breaking(options));
        rig.With(new Fault { Status = 500, Times = 2 });
        await FailAsync(rig);
        await FailAsync(rig);
        Assert.That((await FailAsync(rig)).Attempts, Is.Zero);
    }

    [Test]
    public async Task Refusals_for_too_many_requests_open_no_breaker()
    {
        await using var rig = await EmulatorFixture.StartAsync(options =>
        {
            Breaking(options);
            options.Retry.MaxRetryAttempts = 9;
        });
        rig.With(new Fault { Status = 429, Times = 8 });
        Assert.That(await rig.ReadAuditEventsAsync(), Is.EqualTo(rig.All()));
    }

    private static void Breaking(EventsResilienceOptions options)
    {
        options.Retry.MaxRetryAttempts = 0;
        options.CircuitBreaker.MinimumThroughput = 2;
        options.CircuitBreaker.FailureRatio = 0.5;
    }

    private static Task<EventsException> FailAsync(EmulatorFixture rig) =>
        Task.FromResult(Assert.CatchAsync<EventsException>(() => rig.ReadAuditEventsAsync())!);
}
