using OnePassword.Events.Emulator;
using OnePassword.Events.Resilience;

namespace OnePassword.Events.Tests.Resilience;

/// <summary>The quotas against a server that keeps them too.</summary>
public sealed class QuotaTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeClock _clock = new(Now);

    [Test]
    public async Task Three_feeds_at_once_never_meet_a_429_and_use_the_quota_up()
    {
        await using var emulator = await EventsEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = 600, TimeProvider = _clock, Now = Now });
        using var client = Client(emulator, emulator.Token);
        var quota = AccountRegistry.By(_clock).Find(emulator.Token, emulator.BaseAddress).Quota;
        var feeds = client.Feeds.Select(CountAsync).ToList();

        // The server answers in real time, so the clock may only go on when every feed waits for it.
        while (!feeds.TrueForAll(feed => feed.IsCompleted))
        {
            if (quota.Waiting < feeds.Count(feed => !feed.IsCompleted) || !_clock.AdvanceToNextTimer(TimeSpan.FromHours(1)))
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }

        Assert.That(await Task.WhenAll(feeds), Is.All.EqualTo(600));
        Assert.That(emulator.Requests, Has.Count.EqualTo(1800).And.All.Property("Status").EqualTo(200));
        var (least, taken) = (TimeSpan.FromMinutes(2), _clock.GetUtcNow() - Now);
        Assert.That(least / taken, Is.GreaterThanOrEqualTo(0.95), $"1,800 requests at 600 a minute need {least}, and took {taken}");
    }

    [Test]
    public async Task A_lower_quota_leaves_room_for_another_program()
    {
        await using var emulator = await EventsEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = 30, TimeProvider = _clock, Now = Now });
        using var client = Client(emulator, emulator.Token, perMinute: 10);
        await _clock.RunAsync(CountAsync(client.AuditEvents));
        Assert.That(_clock.GetUtcNow() - Now, Is.EqualTo(TimeSpan.FromMinutes(2)));
    }

    private static async Task<int> CountAsync(IEventFeed feed)
    {
        var count = 0;
        await foreach (var page in feed.ReadRawAsync(EventQuery.Since(Now.AddDays(-2), pageSize: 1)))
            count += page.Events.Count;
        return count;
    }

    // Time-outs beyond the reach of the clock's turning, because the server answers in real time.
    private EventsClient Client(EventsEmulator emulator, string token, int perMinute = EventsQuotaOptions.DefaultPerMinute) => new(token, new EventsClientOptions
    {
        Region = EventsRegion.At(emulator.BaseAddress),
        TimeProvider = _clock,
        Resilience =
        {
            RateLimiter = { PerMinute = perMinute },
            TotalRequestTimeout = TimeSpan.FromHours(20),
            AttemptTimeout = TimeSpan.FromHours(12),
            CircuitBreaker = { SamplingDuration = TimeSpan.FromDays(1) },
        },
    });
}
