using OnePassword.Events.Resilience;

namespace OnePassword.Events.Tests.Windows;

/// <summary>Reading side by side uses the account's quota up, whatever the latency and wherever the events are.</summary>
public sealed class QuotaShareTests
{
    private const int PageSize = 50;
    private const int Pages = 1_800;

    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeClock _clock = new(Now);

    [Test]
    public async Task Whole_pages_come_at_95_percent_of_the_quota([Values(50, 250, 1_000)] int latency, [Values] Spread spread)
    {
        var ticks = Moments(spread);
        using var server = new DistantServer(_clock, TimeSpan.FromMilliseconds(latency), ticks);
        using var client = new EventsClient(server, "t0ken-far", Options());
        var quota = AccountRegistry.By(_clock).Find("t0ken-far", EventsRegion.Europe.BaseAddress).Quota;
        var query = EventQuery.Between(Now - EventQuery.Retention, Now, PageSize);
        var reading = client.AuditEvents.RawWindows(query, new ReadOptions());
        var work = UuidsAsync(reading);
        await TurnAsync(work, reading, () => server.UnderWay + quota.Waiting);

        Assert.That(await work, Is.EqualTo(Enumerable.Range(0, ticks.Length)));
        var windows = server.Times.Zip(server.Times.Skip(600), (first, later) => later - first).ToList();
        var (least, taken) = (TimeSpan.FromMinutes((server.Times.Count - 1) / 600), _clock.GetUtcNow() - Now);
        await TestContext.Out.WriteLineAsync(
            $"{latency} ms, {spread}: {server.Times.Count} requests for {Pages} pages in {taken.TotalSeconds:0.0} s; 600 requests took {windows.Min().TotalSeconds:0.00} to {windows.Max().TotalSeconds:0.00} s");
        Assert.That(windows, Is.All.InRange(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1) / 0.95), "600 requests take a minute at least, and hardly more");
        Assert.That((double)Pages / server.Times.Count, Is.GreaterThanOrEqualTo(0.95), "hardly a request is for nothing");
    }

    public enum Spread
    {
        OverAllDays,
        WithinOneDay,
    }

    private static long[] Moments(Spread spread)
    {
        var (start, length) = spread == Spread.OverAllDays ? (Now - EventQuery.Retention, EventQuery.Retention) : (Now.AddDays(-40), TimeSpan.FromDays(1));
        var random = new Random(1);
        return [.. Enumerable.Range(0, Pages * PageSize).Select(index => start.UtcTicks + (long)(length.Ticks * ((index + random.NextDouble()) / (Pages * PageSize))))];
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
