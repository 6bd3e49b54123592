using System.Globalization;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Pipeline;

/// <summary>A fault that ends within the attempts is not seen by the reader: every event comes, once and in order.</summary>
public sealed class RecoveryTests
{
    private static readonly Fault[] Broken =
    [
        new() { Mode = FaultMode.Reset },
        new() { Mode = FaultMode.Cut },
        new() { Mode = FaultMode.WrongLength },
        new() { Status = 500 },
        new() { Status = 502, Body = "<html><body>Bad Gateway</body></html>", ContentType = "text/html" },
        new() { Status = 503 },
        new() { Status = 504, Body = "" },
        new() { Status = 408 },
        new() { Status = 500, Mode = FaultMode.Cut },
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
    public async Task A_burst_of_broken_answers_in_the_middle_loses_and_repeats_nothing(Fault fault)
    {
        await using var rig = await EmulatorFixture.StartAsync();
        rig.With(fault with { After = 2, Times = EmulatorFixture.Attempts - 1 });
        Assert.That(await rig.ReadAuditEventsAsync(), Is.EqualTo(rig.All()));
        Assert.That(rig.Emulator.Requests, Has.Count.EqualTo(4 + EmulatorFixture.Attempts - 1));
    }

    [TestCaseSource(nameof(Slow))]
    public async Task An_answer_that_does_not_come_in_the_attempts_time_is_asked_for_again(Fault fault)
    {
        var clock = new FakeClock(new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
        await using var rig = await EmulatorFixture.StartAsync(EmulatorFixture.Patient, clock);
        rig.With(fault with { After = 1 });
        var reading = rig.ReadAuditEventsAsync();
        await rig.OutlastAsync(clock, attempts: 1);
        Assert.That(await clock.RunAsync(reading), Is.EqualTo(rig.All()));
        Assert.That(rig.Emulator.Requests.Count(request => request.Note is not null), Is.EqualTo(1));
    }

    [Test]
    public async Task An_answer_that_begins_and_does_not_end_in_the_attempts_time_is_asked_for_again()
    {
        var clock = new FakeClock(new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
        using var handler = new ResponseSignal { InnerHandler = new SocketsHttpHandler() };
        await using var rig = await EmulatorFixture.StartAsync(EmulatorFixture.Patient, clock, (emulator, options) => new EventsClient(handler, emulator.Token, options));
        rig.With(new Fault { Mode = FaultMode.Trickle, Delay = TimeSpan.FromHours(1) });
        var reading = rig.ReadAuditEventsAsync();
        await handler.Answered;
        await rig.OutlastAsync(clock, attempts: 1);
        Assert.That(await clock.RunAsync(reading), Is.EqualTo(rig.All()));
    }

    [Test]
    public async Task Every_request_broken_once_still_gives_every_typed_event_once()
    {
        await using var rig = await EmulatorFixture.StartAsync();
        for (var page = 0; page < 4; page++)
            rig.With(new Fault { Mode = FaultMode.Cut }).With(new Fault { After = 1, Times = 1, Mode = FaultMode.Reset });
        var read = await rig.Client.AuditEvents.ReadAsync(EmulatorFixture.Query).ToListAsync();
        Assert.That(read.Select(@event => @event.Uuid), Is.Unique.And.Exactly(200).Items);
        Assert.That(read.Select(@event => @event.Timestamp), Is.Ordered);
    }

    [TestCaseSource(nameof(Waits))]
    public async Task A_storm_of_refusals_is_waited_out_as_the_server_asks(string? retryAfter, TimeSpan wait)
    {
        var now = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
        var clock = new FakeClock(now);
        await using var rig = await EmulatorFixture.StartAsync(EmulatorFixture.Patient, clock);
        rig.With(new Fault { Status = 429, RetryAfter = retryAfter, After = 1 });
        Assert.That(await clock.RunAsync(rig.ReadAuditEventsAsync()), Is.EqualTo(rig.All()));
        Assert.That(clock.GetUtcNow() - now, Is.EqualTo(wait).Within(TimeSpan.FromMilliseconds(10)));
    }

    [Test]
    public async Task Each_refusal_of_a_storm_is_waited_out()
    {
        var clock = new FakeClock(new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
        await using var rig = await EmulatorFixture.StartAsync(EmulatorFixture.Patient, clock);
        foreach (var seconds in (int[])[7, 30, 2])
            rig.With(new Fault { Status = 429, RetryAfter = seconds.ToString(CultureInfo.InvariantCulture) });
        var started = clock.GetUtcNow();
        Assert.That(await clock.RunAsync(rig.ReadAuditEventsAsync()), Is.EqualTo(rig.All()));
        Assert.That(clock.GetUtcNow() - started, Is.EqualTo(TimeSpan.FromSeconds(39)).Within(TimeSpan.FromMilliseconds(10)));
    }

    [Test]
    public async Task Introspection_recovers_as_the_feeds_do()
    {
        await using var rig = await EmulatorFixture.StartAsync();
        rig.With(new Fault { Introspect = true, Status = 500 }).With(new Fault { Introspect = true, Mode = FaultMode.Reset });
        Assert.That((await rig.Client.IntrospectAsync()).Features, Has.Count.EqualTo(3));
    }
}
