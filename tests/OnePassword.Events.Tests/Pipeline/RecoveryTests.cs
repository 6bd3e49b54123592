using System.Globalization;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Pipeline;

/// <summary>A fault that ends within the attempts is invisible to the reader: every event arrives, once and in order.</summary>
public sealed class RecoveryTests
{
    private static readonly Fault[] Broken =
    [
        new() { Mode = FaultMode.Reset },
        new() { Mode = FaultMode.Truncate },
        new() { Mode = FaultMode.WrongLength },
        new() { Status = 500 },
        new() { Status = 502, Body = "<html><body>Bad Gateway</body></html>", ContentType = "text/html" },
        new() { Status = 503 },
        new() { Status = 504, Body = "" },
        new() { Status = 408 },
        new() { Status = 500, Mode = FaultMode.Truncate },
        new() { Mode = FaultMode.EmptyBody },
        new() { Mode = FaultMode.NoCursor },
        new() { Body = "<html>Sign in to the network</html>", ContentType = "text/html" },
        new() { Body = """{"cursor":"c","has_more":true,"items":[{"uuid":""" },
    ];

    private static readonly Fault[] Slow =
    [
        new() { Mode = FaultMode.Stall },
        new() { Delay = TimeSpan.FromHours(1) },
    ];

    private static readonly TestCaseData<string?, TimeSpan>[] Waits =
    [
        new("17", TimeSpan.FromSeconds(17)),
        new("Sat, 31 Jan 2026 12:00:40 GMT", TimeSpan.FromSeconds(40)),
        new("Sat, 31 Jan 2026 11:00:00 GMT", TimeSpan.Zero),
        new("0", TimeSpan.Zero),
        new("soon", TimeSpan.Zero),
        new(null, TimeSpan.Zero),
    ];

    [TestCaseSource(nameof(Broken))]
    public async Task Several_broken_responses_neither_lose_nor_repeat_events(Fault fault)
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        fixture.With(fault with { After = 2, Times = EmulatorFixture.Attempts - 1 });
        Assert.That(await fixture.ReadAuditEventsAsync(), Is.EqualTo(fixture.All()));
        Assert.That(fixture.Emulator.Requests, Has.Count.EqualTo(4 + EmulatorFixture.Attempts - 1));
    }

    [TestCaseSource(nameof(Slow))]
    public async Task A_request_without_a_response_within_the_attempt_timeout_is_retried(Fault fault)
    {
        var clock = new FakeClock(new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
        await using var fixture = await EmulatorFixture.StartAsync(EmulatorFixture.Patient, clock);
        fixture.With(fault with { After = 1 });
        var reading = fixture.ReadAuditEventsAsync();
        await fixture.OutlastAsync(clock, attempts: 1);
        Assert.That(await clock.RunAsync(reading), Is.EqualTo(fixture.All()));
        Assert.That(fixture.Emulator.Requests.Count(request => request.Note is not null), Is.EqualTo(1));
    }

    [Test]
    public async Task A_response_that_is_incomplete_after_the_attempt_timeout_is_retried()
    {
        var clock = new FakeClock(new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
        using var handler = new ResponseSignal { InnerHandler = new SocketsHttpHandler() };
        await using var fixture = await EmulatorFixture.StartAsync(
            EmulatorFixture.Patient, clock, (emulator, options) => new EventsClient(handler, emulator.Token, options));
        fixture.With(new Fault { Mode = FaultMode.Trickle, Delay = TimeSpan.FromHours(1) });
        var reading = fixture.ReadAuditEventsAsync();
        await handler.Responded;
        await fixture.OutlastAsync(clock, attempts: 1);
        Assert.That(await clock.RunAsync(reading), Is.EqualTo(fixture.All()));
    }

    [Test]
    public async Task Typed_reading_returns_every_event_once_although_every_request_fails_once()
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        for (var page = 0; page < 4; page++)
            fixture.With(new Fault { Mode = FaultMode.Truncate }).With(new Fault { After = 1, Times = 1, Mode = FaultMode.Reset });
        var read = await fixture.Client.AuditEvents.ReadAsync(EmulatorFixture.Query).ToListAsync();
        Assert.That(read.Select(@event => @event.Uuid), Is.Unique.And.Exactly(200).Items);
        Assert.That(read.Select(@event => @event.Timestamp), Is.Ordered);
    }

    [TestCaseSource(nameof(Waits))]
    public async Task A_429_is_retried_after_the_wait_that_the_server_requests(string? retryAfter, TimeSpan wait)
    {
        var now = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
        var clock = new FakeClock(now);
        await using var fixture = await EmulatorFixture.StartAsync(EmulatorFixture.Patient, clock);
        fixture.With(new Fault { Status = 429, RetryAfter = retryAfter, After = 1 });
        Assert.That(await clock.RunAsync(fixture.ReadAuditEventsAsync()), Is.EqualTo(fixture.All()));
        Assert.That(clock.GetUtcNow() - now, Is.EqualTo(wait).Within(TimeSpan.FromMilliseconds(10)));
    }

    [Test]
    public async Task The_waits_of_several_429s_add_up()
    {
        var clock = new FakeClock(new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
        await using var fixture = await EmulatorFixture.StartAsync(EmulatorFixture.Patient, clock);
        foreach (var seconds in (int[])[7, 30, 2])
            fixture.With(new Fault { Status = 429, RetryAfter = seconds.ToString(CultureInfo.InvariantCulture) });
        var started = clock.GetUtcNow();
        Assert.That(await clock.RunAsync(fixture.ReadAuditEventsAsync()), Is.EqualTo(fixture.All()));
        Assert.That(clock.GetUtcNow() - started, Is.EqualTo(TimeSpan.FromSeconds(39)).Within(TimeSpan.FromMilliseconds(10)));
    }

    [Test]
    public async Task Introspection_is_retried_as_the_feeds_are()
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        fixture.With(new Fault { Introspect = true, Status = 500 }).With(new Fault { Introspect = true, Mode = FaultMode.Reset });
        Assert.That((await fixture.Client.IntrospectAsync()).Features, Has.Count.EqualTo(3));
    }
}
