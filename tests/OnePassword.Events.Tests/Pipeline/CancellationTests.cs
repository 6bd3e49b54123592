using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Pipeline;

/// <summary>A caller who gives up is heard at once, wherever the request is.</summary>
public sealed class CancellationTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(2);

    [Test]
    public async Task While_the_server_is_silent()
    {
        await using var server = new RawServer(_ => new TaskCompletionSource<byte[]>().Task);
        using var client = new EventsClient("t0ken-for-silence", EmulatorFixture.Options(new Uri($"http://{server.Authority}"), new IsolatedClock()));
        using var cancellation = new CancellationTokenSource();
        var reading = EmulatorFixture.ReadAsync(client.AuditEvents, cancellation.Token);
        await server.Asked;
        await GiveUpAsync(reading, cancellation);
        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task While_a_body_trickles()
    {
        await using var rig = await EmulatorFixture.StartAsync();
        rig.With(new Fault { Mode = FaultMode.Trickle, Delay = Long });
        using var cancellation = new CancellationTokenSource();
        using var handler = new ResponseSignal { InnerHandler = new SocketsHttpHandler() };
        using var client = new EventsClient(handler, rig.Emulator.Token, EmulatorFixture.Options(rig.Emulator.BaseAddress, new IsolatedClock()));
        var reading = EmulatorFixture.ReadAsync(client.AuditEvents, cancellation.Token);
        await handler.Answered;
        await GiveUpAsync(reading, cancellation);
    }

    [Test]
    public async Task During_the_wait_before_another_attempt()
    {
        var clock = new FakeClock(new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
        await using var rig = await EmulatorFixture.StartAsync(
            options =>
            {
                EmulatorFixture.Patient(options);
                options.Retry.Delay = options.Retry.MaxDelay = Long;
            },
            clock);
        rig.With(new Fault { Status = 500 });
        await GiveUpWhenAsync(rig, clock, wait => wait <= Long);
        Assert.That(rig.Emulator.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task During_the_wait_for_the_quota()
    {
        var clock = new FakeClock(new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
        await using var rig = await EmulatorFixture.StartAsync(
            options =>
            {
                EmulatorFixture.Patient(options);
                options.RateLimiter.PerMinute = 2;
            },
            clock);
        await GiveUpWhenAsync(rig, clock, wait => wait <= TimeSpan.FromMinutes(1));
        Assert.That(rig.Emulator.Requests, Has.Count.EqualTo(2));
    }

    private static async Task GiveUpWhenAsync(EmulatorFixture rig, FakeClock clock, Predicate<TimeSpan> waiting)
    {
        using var cancellation = new CancellationTokenSource();
        var reading = rig.ReadAuditEventsAsync(cancellation.Token);
        while (!waiting(await clock.SomebodyWaitsAsync()))
        {
        }
        await GiveUpAsync(reading, cancellation);
    }

    private static async Task GiveUpAsync(Task reading, CancellationTokenSource cancellation)
    {
        Assert.That(reading.IsCompleted, Is.False);
        await cancellation.CancelAsync();
        await Assert.ThatAsync(() => reading.WaitAsync(TimeSpan.FromMinutes(2), TimeProvider.System), Throws.InstanceOf<OperationCanceledException>());
    }
}
