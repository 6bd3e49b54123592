using OnePassword.Events.Emulator;
using OnePassword.Events.Pipeline;

namespace OnePassword.Events.Tests.Pipeline.Quota;

/// <summary>The quotas, against a server that enforces them.</summary>
public sealed class QuotaTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeClock _clock = new(Now);

    [TestCase(600, 2)]
    [TestCase(10_200, 61)]
    public async Task Three_concurrent_feeds_use_the_whole_quota_without_a_429(int requestsPerFeed, int leastMinutes)
    {
        await using var emulator = await EventsEmulator.StartAsync(
            new EmulatorOptions { EventsPerFeed = requestsPerFeed, TimeProvider = _clock, Now = Now });
        using var client = Client(emulator, emulator.Token);
        var quota = AccountRegistry.By(_clock).Find(emulator.Token, emulator.BaseAddress).Quota;
        var feeds = client.Feeds.Select(CountAsync).ToList();
        await AdvanceAsync(feeds, () => quota.Waiting);

        Assert.That(await Task.WhenAll(feeds), Is.All.EqualTo(requestsPerFeed));
        Assert.That(emulator.Requests, Has.Count.EqualTo(3 * requestsPerFeed).And.All.Property("Status").EqualTo(200));
        var (least, taken) = (TimeSpan.FromMinutes(leastMinutes), _clock.GetUtcNow() - Now);
        Assert.That(
            least / taken, Is.GreaterThanOrEqualTo(0.95), $"the quota allows these requests in {least}, and they took {taken}");
    }

    [TestCase(50)]
    [TestCase(250)]
    public async Task Three_concurrent_feeds_use_the_whole_quota_at_high_latency(int milliseconds)
    {
        using var server = new SlowServer(_clock, TimeSpan.FromMilliseconds(milliseconds), pagesPerFeed: 600);
        using var client = new EventsClient(server, "t0ken-slow", Options(EventsRegion.Europe));
        var quota = AccountRegistry.By(_clock).Find("t0ken-slow", EventsRegion.Europe.BaseAddress).Quota;
        var feeds = client.Feeds.Select(CountAsync).ToList();
        // In this order, a request that is granted in between counts at most once.
        await AdvanceAsync(feeds, () => server.InFlight + quota.Waiting);

        await Task.WhenAll(feeds);
        Assert.That(server.Times, Has.Count.EqualTo(1_800));
        Assert.That(
            server.Times.Zip(server.Times.Skip(600), (first, later) => later - first),
            Is.All.InRange(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1) / 0.95),
            "600 requests take at least a minute, and hardly more");
    }

    [Test]
    public async Task A_replaced_token_continues_the_quota_of_the_one_before([Values] bool namesItsAccount)
    {
        const string Page = """{"cursor":"c","has_more":false,"items":[]}""";
        var server = Enumerable.Range(0, 6).Aggregate(new StubServer(), (stub, _) => stub.Responds(Page));
        var reads = 0;
        var options = Options(EventsRegion.Europe, perMinute: 3);
        using var client = new EventsClient(
            server,
            EventsTokenProvider.From(
                _ => ValueTask.FromResult<EventsToken>(
                    namesItsAccount ? Tokens.WithClaims($$"""{"1password.com/auuid":"ONE","jti":"{{++reads}}"}""") : $"t0ken-{++reads}")),
            options);
        for (var request = 0; request < 6; request++)
            await _clock.RunAsync(client.AuditEvents.ReadAsync().ToListAsync());
        Assert.That(reads, Is.EqualTo(6));
        Assert.That(_clock.GetUtcNow() - Now, Is.EqualTo(TimeSpan.FromMinutes(1)));
    }

    [Test]
    public async Task Two_clients_of_an_account_share_its_quota()
    {
        const string Page = """{"cursor":"c","has_more":false,"items":[]}""";
        var token = Tokens.WithClaims("""{"1password.com/auuid":"ONE"}""");
        for (var request = 0; request < 4; request++)
        {
            using var client = new EventsClient(
                new StubServer().Responds(Page), token, Options(EventsRegion.Europe, perMinute: 2));
            await _clock.RunAsync(client.AuditEvents.ReadAsync().ToListAsync());
        }
        Assert.That(
            _clock.GetUtcNow() - Now, Is.EqualTo(TimeSpan.FromMinutes(1)), "the requests of a disposed client still count");
    }

    [Test]
    public async Task A_lower_quota_of_an_account_ends_when_its_client_is_disposed()
    {
        const string Page = """{"cursor":"c","has_more":false,"items":[]}""";
        var token = Tokens.WithClaims("""{"1password.com/auuid":"ONE"}""");
        foreach (var perMinute in (int[])[1, 2])
        {
            using var client = new EventsClient(new StubServer().Responds(Page), token, Options(EventsRegion.Europe, perMinute));
            await _clock.RunAsync(client.AuditEvents.ReadAsync().ToListAsync());
        }
        Assert.That(_clock.GetUtcNow(), Is.EqualTo(Now), "no request waited");
    }

    [Test]
    public async Task Concurrent_clients_with_different_tokens_of_an_account_share_its_quota()
    {
        const string Page = """{"cursor":"c","has_more":false,"items":[]}""";
        using var first = Client("first");
        using var second = Client("second");
        foreach (var client in (EventsClient[])[first, second, second, first])
            await _clock.RunAsync(client.AuditEvents.ReadAsync().ToListAsync());
        Assert.That(_clock.GetUtcNow() - Now, Is.EqualTo(TimeSpan.FromMinutes(1)));

        EventsClient Client(string id) => new(
            new StubServer().Responds(Page).Responds(Page), Tokens.WithClaims($$"""{"1password.com/auuid":"ONE","jti":"{{id}}"}"""), Options(EventsRegion.Europe, perMinute: 2));
    }

    [Test]
    public async Task A_lower_quota_leaves_room_for_another_program()
    {
        await using var emulator = await EventsEmulator.StartAsync(
            new EmulatorOptions { EventsPerFeed = 30, TimeProvider = _clock, Now = Now });
        using var client = Client(emulator, emulator.Token, perMinute: 10);
        await _clock.RunAsync(CountAsync(client.AuditEvents));
        Assert.That(_clock.GetUtcNow() - Now, Is.EqualTo(TimeSpan.FromMinutes(2)));
    }

    private static async Task<int> CountAsync(IEventFeed feed)
    {
        var count = 0;
        await foreach (var page in feed.ReadRawAsync(EventQuery.Since(Now.AddDays(-2), pageSize: 1)))
            count += page.Items.Count;
        return count;
    }

    // The server responds in real time: the clock advances only when every feed waits for it.
    private Task AdvanceAsync(List<Task<int>> feeds, Func<int> waiting) => Wait.UntilAsync(() =>
    {
        var running = feeds.Count(feed => !feed.IsCompleted);
        if (running > 0 && waiting() >= running)
            _clock.AdvanceToNextTimer(TimeSpan.FromHours(1));
        return running == 0;
    });

    private EventsClient Client(
        EventsEmulator emulator, string token, int perMinute = EventsRateLimiterOptions.DefaultPerMinute) =>
        new(token, Options(EventsRegion.At(emulator.BaseAddress), perMinute));

    // Timeouts that the clock does not reach, because the server responds in real time.
    private EventsClientOptions Options(EventsRegion region, int perMinute = EventsRateLimiterOptions.DefaultPerMinute) => new()
    {
        Region = region,
        TimeProvider = _clock,
        Resilience =
        {
            RateLimiter = { PerMinute = perMinute },
            Retry = { MaxRetryAttempts = 0 }, // A 429 fails the test at once.
            TotalRequestTimeout = TimeSpan.FromHours(20),
            AttemptTimeout = TimeSpan.FromHours(12),
            CircuitBreaker = { SamplingDuration = TimeSpan.FromDays(1) },
        },
    };
}
