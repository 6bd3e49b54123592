using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Pipeline;

/// <summary>A fault that does not end becomes one typed failure that names feed, region and attempts.</summary>
public sealed class LastingFaultTests
{
    private static readonly TestCaseData<Fault, EventsFailure>[] Retried =
    [
        new(new() { Mode = FaultMode.Reset }, EventsFailure.Unreachable),
        new(new() { Mode = FaultMode.Truncate }, EventsFailure.Unreachable),
        new(new() { Mode = FaultMode.WrongLength }, EventsFailure.Unreachable),
        new(new() { Status = 500 }, EventsFailure.ServerFailed),
        new(
            new() { Status = 502, Body = "<html><body>Bad Gateway</body></html>", ContentType = "text/html" },
            EventsFailure.ServerFailed),
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
    public async Task A_transient_fault_is_retried_up_to_the_limit_and_then_thrown(Fault fault, EventsFailure reason)
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        var error = await FailAsync(fixture.With(fault with { Times = int.MaxValue }), reason, EmulatorFixture.Attempts);
        Assert.That(error.Message, Does.Contain($", {EmulatorFixture.Attempts} attempts: "));
    }

    [TestCaseSource(nameof(NotRetried))]
    public async Task A_permanent_fault_is_thrown_without_a_retry(Fault fault, EventsFailure reason)
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        await FailAsync(fixture.With(fault), reason, attempts: 1);
    }

    [TestCase(FaultMode.Stall)]
    [TestCase(FaultMode.Trickle)]
    public async Task A_server_that_does_not_respond_ends_in_a_timeout_after_all_attempts(FaultMode mode)
    {
        var clock = new FakeClock(new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
        await using var fixture = await EmulatorFixture.StartAsync(
            options =>
            {
                EmulatorFixture.Patient(options);
                options.Retry.MaxRetryAttempts = 1;
            },
            clock);
        fixture.With(new Fault { Mode = mode, Times = int.MaxValue, Delay = TimeSpan.FromHours(1) });
        var outlasting = fixture.OutlastAsync(clock, attempts: 2);
        var error = await FailAsync(fixture, EventsFailure.TimedOut, attempts: 2);
        await outlasting;
        Assert.That(error, Is.InstanceOf<EventsConnectionException>());
    }

    [Test]
    public async Task A_malformed_page_shares_the_retry_limit_with_other_failures()
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        await FailAsync(
            fixture.With(new Fault { Status = 500, Times = 2 }).With(
                new Fault { Mode = FaultMode.NoCursor, Times = int.MaxValue }),
            EventsFailure.UnexpectedResponse,
            EmulatorFixture.Attempts);
    }

    [Test]
    public async Task A_400_on_a_later_page_is_a_rejected_cursor_and_not_a_bad_request()
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        fixture.With(new Fault { Status = 400, After = 2 });
        Assert.That(
            Assert.ThrowsAsync<EventsApiException>(() => fixture.ReadAuditEventsAsync()).Reason,
            Is.EqualTo(EventsFailure.CursorRejected));
    }

    [Test]
    public async Task A_feed_that_makes_no_progress_throws()
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        fixture.With(new Fault { Mode = FaultMode.EmptyPage, Times = int.MaxValue, After = 1 });
        var error = Assert.ThrowsAsync<EventsNoProgressException>(() => fixture.ReadAuditEventsAsync());
        Assert.That(error.Message, Does.StartWith($"auditevents at {fixture.Emulator.BaseAddress.Authority}"));
    }

    [Test]
    public async Task A_429_with_a_longer_wait_than_the_timeout_fails_at_once_with_the_wait()
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        fixture.With(new Fault { Status = 429, RetryAfter = "3600", Times = int.MaxValue });
        var error = Assert.ThrowsAsync<EventsRateLimitException>(() => fixture.ReadAuditEventsAsync());
        Assert.That(error, Has.Property("RetryAfter").EqualTo(TimeSpan.FromHours(1)).And.Property("Attempts").EqualTo(1));
        Assert.That(fixture.Emulator.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_page_without_has_more_ends_the_read_and_its_cursor_continues_it()
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        fixture.With(new Fault { Mode = FaultMode.NoHasMore, After = 1 });
        var first = await fixture.Client.AuditEvents.ReadAsync(EmulatorFixture.Query).AsPages().ToListAsync();
        var rest = await fixture.Client.AuditEvents.ReadAsync(EventQuery.After(first[^1].Cursor)).ToListAsync();
        Assert.That(first, Has.Count.EqualTo(2));
        Assert.That(
            first.SelectMany(page => page.Items).Concat(rest).Select(@event => @event.Uuid), Is.Unique.And.Exactly(200).Items);
    }

    [Test]
    public async Task Null_items_are_an_empty_page_and_reading_continues()
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        fixture.With(new Fault { Mode = FaultMode.NullItems, After = 1 });
        var pages = await fixture.Client.AuditEvents.ReadAsync(EmulatorFixture.Query).AsPages().ToListAsync();
        Assert.That(pages.Select(page => page.Items.Count), Is.EqualTo(new[] { 50, 0, 50, 50 }));
    }

    private static Task<EventsException> FailAsync(EmulatorFixture fixture, EventsFailure reason, int attempts)
    {
        var error = Assert.CatchAsync<EventsException>(() => fixture.ReadAuditEventsAsync())!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Reason, Is.EqualTo(reason));
            Assert.That(error.Attempts, Is.EqualTo(attempts));
            Assert.That(
                error.Message,
                Does.StartWith($"auditevents at {fixture.Emulator.BaseAddress.Authority}").And.Not.Contain("<html>"));
            Assert.That(fixture.Emulator.Requests, Has.Count.EqualTo(attempts));
            Assert.That(error.ToString(), Does.Not.Contain(fixture.Emulator.Token));
        }
        return Task.FromResult(error);
    }
}
