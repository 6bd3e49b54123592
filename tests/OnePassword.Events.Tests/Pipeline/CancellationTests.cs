using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Pipeline;

/// <summary>Canceling ends a read at once, whatever the request waits for.</summary>
public sealed class CancellationTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(2);

    [Test]
    public async Task Cancelling_ends_a_read_while_the_server_does_not_respond()
    {
        await using var server = new RawServer(_ => new TaskCompletionSource<byte[]>().Task);
        using var client = new EventsClient("t0ken-for-silence", EmulatorFixture.Options(new Uri($"http://{server.Authority}")));
        using var cancellation = new CancellationTokenSource();
        var reading = EmulatorFixture.ReadAsync(client.AuditEvents, cancellation.Token);
        await server.Requested;
        await GiveUpAsync(reading, cancellation);
        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Cancelling_ends_a_read_while_a_body_arrives_slowly()
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        fixture.With(new Fault { Mode = FaultMode.Trickle, Delay = Long });
        using var cancellation = new CancellationTokenSource();
        using var handler = new ResponseSignal { InnerHandler = new SocketsHttpHandler() };
        using var client = new EventsClient(
            handler, fixture.Emulator.Token, EmulatorFixture.Options(fixture.Emulator.BaseAddress));
        var reading = EmulatorFixture.ReadAsync(client.AuditEvents, cancellation.Token);
        await handler.Responded;
        await GiveUpAsync(reading, cancellation);
    }

    [Test]
    public async Task Cancelling_ends_a_read_during_the_wait_before_a_retry()
    {
        var clock = new FakeClock(new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
        await using var fixture = await EmulatorFixture.StartAsync(
            options =>
            {
                EmulatorFixture.Patient(options);
                options.Retry.Delay = options.Retry.MaxDelay = Long;
            },
            clock);
        fixture.With(new Fault { Status = 500 });
        await GiveUpWhenAsync(fixture, clock, wait => wait <= Long);
        Assert.That(fixture.Emulator.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Cancelling_ends_a_read_during_the_wait_for_the_quota()
    {
        var clock = new FakeClock(new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
        await using var fixture = await EmulatorFixture.StartAsync(
            options =>
            {
                EmulatorFixture.Patient(options);
                options.RateLimiter.PerMinute = 2;
            },
            clock);
        await GiveUpWhenAsync(fixture, clock, wait => wait <= TimeSpan.FromMinutes(1));
        Assert.That(fixture.Emulator.Requests, Has.Count.EqualTo(2));
    }

    private static async Task GiveUpWhenAsync(EmulatorFixture fixture, FakeClock clock, Predicate<TimeSpan> waiting)
    {
        using var cancellation = new CancellationTokenSource();
        var reading = fixture.ReadAuditEventsAsync(cancellation.Token);
        while (!waiting(await clock.TimerStartedAsync()))
        {
        }
        await GiveUpAsync(reading, cancellation);
    }

    private static async Task GiveUpAsync(Task reading, CancellationTokenSource cancellation)
    {
        Assert.That(reading.IsCompleted, Is.False);
        await cancellation.CancelAsync();
        await Assert.ThatAsync(
            () => reading.WaitAsync(TimeSpan.FromMinutes(2), TimeProvider.System),
            Throws.InstanceOf<OperationCanceledException>());
    }
}
