using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Pipeline;

/// <summary>A fault that does not end is one typed failure that names feed, region and attempts.</summary>
public sealed class LastingFaultTests
{
    private static readonly TestCaseData<Fault, EventsFailure>[] Retried =
    [
        new(new() { Mode = FaultMode.Reset }, EventsFailure.Unreachable),
        new(new() { Mode = FaultMode.Cut }, EventsFailure.Unreachable),
        new(new() { Mode = FaultMode.WrongLength }, EventsFailure.Unreachable),
        new(new() { Status = 500 }, EventsFailure.ServerFailed),
        new(new() { Status = 502, Body = "<html><body>Bad Gateway</body></html>", ContentType = "text/html" }, EventsFailure.ServerFailed),
        new(new() { Status = 408 }, EventsFailure.ServerFailed),
        new(new() { Status = 429 }, EventsFailure.RateLimited),
        new(new() { Mode = FaultMode.EmptyBody }, EventsFailure.EmptyResponse),
        new(new() { Mode = FaultMode.NoCursor }, EventsFailure.UnexpectedResponse),
        new(new() { Body = "<html>Sign in to the network</html>", ContentType = "text/html" }, EventsFailure.NotJson),
        new(new() { Body = """{"cursor":"c","has_more":true,"items":[{"uuid":""" }, EventsFailure.MalformedJson),
        new(new() { Body = "{}" }, EventsFailure.UnexpectedResponse),
        new(new() { Body = "[]" }, EventsFailure.UnexpectedResponse),
        new(new() { Body = """{"cursor":"c","has_more":true,"items":"none"}""" }, EventsFailure.UnexpectedResponse),
    ];

    private static readonly TestCaseData<Fault, EventsFailure>[] NotRetried =
    [
        new(new() { Status = 400 }, EventsFailure.BadRequest),
        new(new() { Status = 401 }, EventsFailure.TokenRejected),
        new(new() { Status = 404 }, EventsFailure.UnexpectedStatus),
        new(new() { Mode = FaultMode.Redirect }, EventsFailure.Redirected),
        new(new() { Status = 407 }, EventsFailure.ProxyRejected),
    ];

    [TestCaseSource(nameof(Retried))]
    public async Task What_may_pass_is_tried_as_often_as_allowed_and_then_told(Fault fault, EventsFailure reason)
    {
        await using var rig = await EmulatorFixture.StartAsync();
        var error = await FailAsync(rig.With(fault with { Times = int.MaxValue }), reason, EmulatorFixture.Attempts);
        Assert.That(error.Message, Does.Contain($", {EmulatorFixture.Attempts} attempts: "));
    }

    [TestCaseSource(nameof(NotRetried))]
    public async Task What_cannot_pass_is_told_at_once(Fault fault, EventsFailure reason)
    {
        await using var rig = await EmulatorFixture.StartAsync();
        await FailAsync(rig.With(fault), reason, attempts: 1);
    }

    [TestCase(FaultMode.Stall)]
    [TestCase(FaultMode.Trickle)]
    public async Task Silence_ends_with_the_attempts(FaultMode mode)
    {
        var clock = new FakeClock(new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
        await using var rig = await EmulatorFixture.StartAsync(
            options =>
            {
                EmulatorFixture.Patient(options);
                options.Retry.MaxRetryAttempts = 1;
            },
            clock);
        rig.With(new Fault { Mode = mode, Times = int.MaxValue, Delay = TimeSpan.FromHours(1) });
        var outlasting = rig.OutlastAsync(clock, attempts: 2);
        var error = await FailAsync(rig, EventsFailure.TimedOut, attempts: 2);
        await outlasting;
        Assert.That(error, Is.InstanceOf<EventsConnectionException>());
    }

    [Test]
    public async Task A_damaged_page_shares_the_attempts_with_other_failures()
    {
        await using var rig = await EmulatorFixture.StartAsync();
        await FailAsync(rig.With(new Fault { Status = 500, Times = 2 }).With(new Fault { Mode = FaultMode.NoCursor, Times = int.MaxValue }), EventsFailure.UnexpectedResponse, EmulatorFixture.Attempts);
    }

    [Test]
    public async Task A_cursor_that_is_refused_in_the_middle_is_told_apart_from_a_bad_request()
    {
        await using var rig = await EmulatorFixture.StartAsync();
        rig.With(new Fault { Status = 400, After = 2 });
        Assert.That(Assert.ThrowsAsync<EventsApiException>(() => rig.ReadAuditEventsAsync()).Reason, Is.EqualTo(EventsFailure.CursorRejected));
    }

    [Test]
    public async Task A_feed_that_stands_still_is_given_up()
    {
        await using var rig = await EmulatorFixture.StartAsync();
        rig.With(new Fault { Mode = FaultMode.EmptyPage, Times = int.MaxValue, After = 1 });
        var error = Assert.ThrowsAsync<EventsNoProgressException>(() => rig.ReadAuditEventsAsync());
        Assert.That(error.Message, Does.StartWith($"auditevents at {rig.Emulator.BaseAddress.Authority}"));
    }

    [Test]
    public async Task A_refusal_that_asks_for_more_time_than_there_is_fails_at_once_with_the_wait()
    {
        await using var rig = await EmulatorFixture.StartAsync();
        rig.With(new Fault { Status = 429, RetryAfter = "3600", Times = int.MaxValue });
        var error = Assert.ThrowsAsync<EventsRateLimitException>(() => rig.ReadAuditEventsAsync());
        Assert.That(error, Has.Property("RetryAfter").EqualTo(TimeSpan.FromHours(1)).And.Property("Attempts").EqualTo(1));
        Assert.That(rig.Emulator.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_page_without_has_more_ends_the_reading_and_its_cursor_continues_it()
    {
        await using var rig = await EmulatorFixture.StartAsync();
        rig.With(new Fault { Mode = FaultMode.NoHasMore, After = 1 });
        var first = await rig.Client.AuditEvents.ReadAsync(EmulatorFixture.Query).AsPages().ToListAsync();
        var rest = await rig.Client.AuditEvents.ReadAsync(EventQuery.After(first[^1].Cursor)).ToListAsync();
        Assert.That(first, Has.Count.EqualTo(2));
        Assert.That(first.SelectMany(page => page.Items).Concat(rest).Select(@event => @event.Uuid), Is.Unique.And.Exactly(200).Items);
    }

    [Test]
    public async Task Null_items_are_an_empty_page_and_the_reading_goes_on()
    {
        await using var rig = await EmulatorFixture.StartAsync();
        rig.With(new Fault { Mode = FaultMode.NullItems, After = 1 });
        var pages = await rig.Client.AuditEvents.ReadAsync(EmulatorFixture.Query).AsPages().ToListAsync();
        Assert.That(pages.Select(page => page.Items.Count), Is.EqualTo(new[] { 50, 0, 50, 50 }));
    }

    private static Task<EventsException> FailAsync(EmulatorFixture rig, EventsFailure reason, int attempts)
    {
        var error = Assert.CatchAsync<EventsException>(() => rig.ReadAuditEventsAsync())!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Reason, Is.EqualTo(reason));
            Assert.That(error.Attempts, Is.EqualTo(attempts));
            Assert.That(error.Message, Does.StartWith($"auditevents at {rig.Emulator.BaseAddress.Authority}").And.Not.Contain("<html>"));
            Assert.That(rig.Emulator.Requests, Has.Count.EqualTo(attempts));
            Assert.That(error.ToString(), Does.Not.Contain(rig.Emulator.Token));
        }
        return Task.FromResult(error);
    }
}
