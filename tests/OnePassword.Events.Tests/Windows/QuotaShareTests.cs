using OnePassword.Events.Resilience;

namespace OnePassword.Events.Tests.Windows;

/// <summary>Reading side by side uses the account's quota up, whatever the latency and wherever the events are.</summary>
public sealed class QuotaShareTests
{
    private const int PageSize = 50;
    private const int Pages = 1_800;

    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeClock _clock = new(Now);

    // The last figures: how much of the quota is used, and how many of the requests are needed at least. Where events come and go, windows end with pages that are hardly
    // filled; and the longer an answer takes, the more windows share the memory, and the shorter they are.
    [TestCase(50, Spread.OverAllDays, 0.9, 0.97)]
    [TestCase(250, Spread.OverAllDays, 0.9, 0.95)]
    [TestCase(1_000, Spread.OverAllDays, 0.9, 0.95)]
    [TestCase(50, Spread.WithinOneDay, 0.9, 0.95)]
    [TestCase(250, Spread.WithinOneDay, 0.9, 0.95)]
    [TestCase(1_000, Spread.WithinOneDay, 0.9, 0.95)]
    [TestCase(50, Spread.InWorkingHours, 0.9, 0.9)]
    [TestCase(250, Spread.InWorkingHours, 0.85, 0.88)]
    [TestCase(1_000, Spread.InWorkingHours, 0.6, 0.55)]
    public async Task Pages_come_as_fast_as_the_quota_lets_them(int latency, Spread spread, double used, double needed)
    {
        var ticks = Moments(spread);
        using var server = new DistantServer(_clock, _ => TimeSpan.FromMilliseconds(latency), ticks);
        using var client = new EventsClient(server, "t0ken-far", Options());
        var quota = AccountRegistry.By(_clock).Find("t0ken-far", EventsRegion.Europe.BaseAddress).Quota;
        var query = EventQuery.Between(Now - EventQuery.Retention, Now, PageSize);
        var reading = client.AuditEvents.RawWindows(query, new ReadOptions());
        var work = UuidsAsync(reading);
        await TurnAsync(work, reading, () => server.UnderWay + quota.Waiting);

        Assert.That(await work, Is.EqualTo(Enumerable.Range(0, ticks.Length)));
        var (least, taken) = (TimeSpan.FromMinutes((server.Times.Count - 1) / 600), _clock.GetUtcNow() - Now);
        await TestContext.Out.WriteLineAsync($"{latency} ms, {spread}: {server.Times.Count} requests for {Pages} pages in {taken.TotalSeconds:0.0} s, which the quota lets through in {least.TotalSeconds} s");
        Assert.That(server.Times.Zip(server.Times.Skip(600), (first, later) => later - first), Is.All.GreaterThanOrEqualTo(TimeSpan.FromMinutes(1)), "no 600 requests in less than a minute");
        Assert.That(least / taken, Is.GreaterThanOrEqualTo(used), "the quota is used up, but for the last burst");
        Assert.That((double)Pages / server.Times.Count, Is.GreaterThanOrEqualTo(needed), "hardly a request is for nothing");
    }

    // A window can then turn out worth a cut late, and again when it has begun again.
    [Test]
    public async Task Events_came_twice_where_answers_took_longer_and_longer([Range(0, 9)] int seed)
    {
        var random = new Random(seed);
        var ticks = Bursts(random);
        using var server = new DistantServer(_clock, number => TimeSpan.FromMilliseconds(new Random((seed * 1_000) + (number / 40)).Next(5) switch { 0 => 3_000, 1 => 600, 2 => 300, _ => 50 }), ticks);
        using var client = new EventsClient(server, "t0ken-far", Options());
        var quota = AccountRegistry.By(_clock).Find("t0ken-far", EventsRegion.Europe.BaseAddress).Quota;
        var reading = client.AuditEvents.RawWindows(EventQuery.Between(Now - EventQuery.Retention, Now, PageSize), new ReadOptions());
        var work = UuidsAsync(reading);
        await TurnAsync(work, reading, () => server.UnderWay + quota.Waiting);
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

    private static async Task<List<int>> UuidsAsync(WindowedReading<RawEventPage, RawEvent> reading)
    {
        var uuids = new List<int>();
        await foreach (var page in reading.RunAsync(CancellationToken.None))
            uuids.AddRange(page.Events.Select(@event => int.Parse(@event.Uuid!, System.Globalization.CultureInfo.InvariantCulture)));
        return uuids;
    }

    // The clock goes on when everything waits for it.
    private async Task TurnAsync(Task work, WindowedReading<RawEventPage, RawEvent> reading, Func<int> waiting)
    {
        for (var looks = 0; !work.IsCompleted; looks++)
        {
            if (waiting() is > 0 and var count && count == reading.UnderWay && reading.NotTaken == 0 && _clock.AdvanceToNextTimer(TimeSpan.FromHours(1)))
                looks = 0;
            else if (looks < 100)
                await Task.Yield();
            else
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
