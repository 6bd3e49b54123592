using OnePassword.Events.Backfill;
using OnePassword.Events.Pipeline;

namespace OnePassword.Events.Tests.Windows;

/// <summary>Reading side by side uses the account's quota up, whatever the latency and wherever the events are.</summary>
public sealed class QuotaShareTests
{
    private const int PageSize = 50;
    private const int Pages = 1_900;

    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeClock _clock = new(Now);

    // The share of the ceiling, which is the least time in which the quota lets the needed pages of three feeds through, its first burst included; and how many of the
    // requests are needed at least. Where events come and go, windows end with pages that are hardly filled; and the longer an answer takes, the more windows share the memory, and the shorter they are.
    [TestCase(50, Spread.OverAllDays, 0.95, 0.97)]
    [TestCase(250, Spread.OverAllDays, 0.95, 0.95)]
    [TestCase(1_000, Spread.OverAllDays, 0.95, 0.95)]
    [TestCase(50, Spread.WithinOneDay, 0.95, 0.95)]
    [TestCase(250, Spread.WithinOneDay, 0.95, 0.95)]
    [TestCase(1_000, Spread.WithinOneDay, 0.94, 0.95)]
    [TestCase(50, Spread.InWorkingHours, 0.85, 0.9)]
    [TestCase(250, Spread.InWorkingHours, 0.85, 0.88)]
    [TestCase(1_000, Spread.InWorkingHours, 0.75, 0.8)]
    public async Task Pages_come_as_fast_as_the_quota_lets_them(int latency, Spread spread, double share, double needed)
    {
        var ticks = Moments(spread);
        using var server = new DistantServer(_clock, _ => TimeSpan.FromMilliseconds(latency), ticks);
        using var client = new EventsClient(server, "t0ken-far", Options());
        var query = EventQuery.Between(Now - EventQuery.Retention, Now, PageSize);
        ParallelReader<RawEventPage, RawEvent>[] readings =
            [client.AuditEvents.RawWindows(query, new ReadOptions()), client.ItemUsages.RawWindows(query, new ReadOptions()), client.SignInAttempts.RawWindows(query, new ReadOptions())];
        var feeds = readings.Select(UuidsAsync).ToList();
        await TurnAsync(server, [.. feeds.Zip(readings)]);

        Assert.That(await Task.WhenAll(feeds), Is.All.EqualTo(Enumerable.Range(0, ticks.Length)));
        var (ceiling, taken) = (TimeSpan.FromMinutes(((feeds.Count * Pages) - 1) / 600), _clock.GetUtcNow() - Now);
        await TestContext.Out.WriteLineAsync($"{latency} ms, {spread}: {server.Times.Count} requests for {feeds.Count * Pages} pages in {taken.TotalSeconds:0.0} s, {ceiling / taken:0.000} of the ceiling");
        Assert.That(server.Times.Zip(server.Times.Skip(600), (first, later) => later - first), Is.All.GreaterThanOrEqualTo(TimeSpan.FromMinutes(1)), "no 600 requests in less than a minute");
        Assert.That(ceiling / taken, Is.GreaterThanOrEqualTo(share));
        Assert.That((double)(feeds.Count * Pages) / server.Times.Count, Is.GreaterThanOrEqualTo(needed), "hardly a request is for nothing");
    }

    [Test]
    public async Task A_disk_that_stood_still_filled_the_memory()
    {
        using var server = new DistantServer(_clock, _ => TimeSpan.FromMilliseconds(20), Moments(Spread.OverAllDays));
        using var client = new EventsClient(server, "t0ken-far", Options());
        var reading = client.AuditEvents.RawWindows(EventQuery.Between(Now - EventQuery.Retention, Now, PageSize), new ReadOptions());
        await using var pages = reading.RunAsync(CancellationToken.None).GetAsyncEnumerator();
        for (var page = 0; page < 100; page++)
        {
            var next = pages.MoveNextAsync().AsTask();
            await TurnUntilAsync(server, reading, () => next.IsCompleted);
        }

        await TurnUntilAsync(server, reading, () => reading.UnderWay == 0);
        Assert.That(server.Times, Has.Count.InRange(100, 115), "a hundred, what two windows have in memory, and some that were hardly filled");
    }

    // A window can then turn out worth a cut late, and again when it has begun again.
    [Test]
    public async Task Events_came_twice_where_answers_took_longer_and_longer([Range(0, 9)] int seed)
    {
        var random = new Random(seed);
        var ticks = Bursts(random);
        using var server = new DistantServer(_clock, number => TimeSpan.FromMilliseconds(new Random((seed * 1_000) + (number / 40)).Next(5) switch { 0 => 3_000, 1 => 600, 2 => 300, _ => 50 }), ticks);
        using var client = new EventsClient(server, "t0ken-far", Options());
        var reading = client.AuditEvents.RawWindows(EventQuery.Between(Now - EventQuery.Retention, Now, PageSize), new ReadOptions());
        var work = UuidsAsync(reading);
        await TurnAsync(server, (work, reading));
        Assert.That(await work, Is.EqualTo(Enumerable.Range(0, ticks.Length)));
    }

    // Sparse, then dense for some minutes, again and again: what a sync or an import makes of a feed.
    private static long[] Bursts(Random random)
    {
        var ticks = new List<long>();
        for (var at = (Now - TimeSpan.FromDays(119)).UtcTicks; ticks.Count < 20_000 && at < Now.UtcTicks;)
        {
            var (count, step) = random.Next(3) switch
            {
                0 => (random.Next(20, 200), TimeSpan.FromMinutes(20)),
                1 => (random.Next(100, 3_000), TimeSpan.FromMilliseconds(80)),
                _ => (random.Next(20, 500), TimeSpan.FromSeconds(30)),
            };
            for (; count > 0; count--)
                ticks.Add(at += (long)(step.Ticks * random.NextDouble()));
        }
        return [.. ticks.Where(tick => tick < Now.UtcTicks)];
    }

    public enum Spread
    {
        OverAllDays,
        WithinOneDay,
        InWorkingHours,
    }

    private static long[] Moments(Spread spread)
    {
        var random = new Random(1);
        if (spread == Spread.InWorkingHours)
            return [.. Enumerable.Repeat(0, Pages * PageSize).Select(_ => WorkingMoment(random).UtcTicks).Order()];
        var (start, length) = spread == Spread.OverAllDays ? (Now - EventQuery.Retention, EventQuery.Retention) : (Now.AddDays(-40), TimeSpan.FromDays(1));
        return [.. Enumerable.Range(0, Pages * PageSize).Select(index => start.UtcTicks + (long)(length.Ticks * ((index + random.NextDouble()) / (Pages * PageSize))))];
    }

    // One event of twenty that would be at night or at the weekend is.
    private static DateTimeOffset WorkingMoment(Random random)
    {
        while (true)
        {
            var moment = Now - (random.NextDouble() * EventQuery.Retention);
            if (random.Next(20) == 0 || (moment.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && moment.Hour is >= 8 and < 18))
                return moment;
        }
    }

    private static async Task<List<int>> UuidsAsync(ParallelReader<RawEventPage, RawEvent> reading)
    {
        var uuids = new List<int>();
        await foreach (var page in reading.RunAsync(CancellationToken.None))
            uuids.AddRange(page.Events.Select(@event => int.Parse(@event.Uuid!, System.Globalization.CultureInfo.InvariantCulture)));
        return uuids;
    }

    // The clock goes on when everything waits for it.
    private async Task TurnAsync(DistantServer server, params IReadOnlyList<(Task<List<int>> Work, ParallelReader<RawEventPage, RawEvent> Reading)> feeds)
    {
        var quota = AccountRegistry.By(_clock).Find("t0ken-far", EventsRegion.Europe.BaseAddress).Quota;
        for (var looks = 0; feeds.Any(feed => !feed.Work.IsCompleted); looks++)
        {
            var atWork = feeds.Where(feed => !feed.Work.IsCompleted).Select(feed => feed.Reading).ToList();
            if (server.UnderWay + quota.Waiting is > 0 and var count && count == atWork.Sum(reading => reading.UnderWay) && atWork.TrueForAll(reading => reading.NotTaken == 0) && _clock.AdvanceToNextTimer(TimeSpan.FromHours(1)))
                looks = 0;
            else if (looks < 100)
                await Task.Yield();
            else
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
        await Task.WhenAll(feeds.Select(feed => feed.Work));
    }

    private async Task TurnUntilAsync(DistantServer server, ParallelReader<RawEventPage, RawEvent> reading, Func<bool> isReached)
    {
        while (!isReached())
        {
            if (server.UnderWay is > 0 and var count && count == reading.UnderWay)
                _clock.AdvanceToNextTimer(TimeSpan.FromHours(1));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }

    private EventsClientOptions Options() => new()
    {
        Region = EventsRegion.Europe,
        TimeProvider = _clock,
        Resilience =
        {
            Retry = { MaxRetryAttempts = 0 },
            TotalRequestTimeout = TimeSpan.FromHours(20),
            AttemptTimeout = TimeSpan.FromHours(12),
            CircuitBreaker = { SamplingDuration = TimeSpan.FromDays(1) },
        },
    };
}
