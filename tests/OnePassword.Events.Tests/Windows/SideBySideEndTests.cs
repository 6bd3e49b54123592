using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Windows;

/// <summary>How a reading side by side ends before its time, and what it never has more of.</summary>
public sealed class SideBySideEndTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly EventQuery Query = EventQuery.Between(Now - EventQuery.Retention, Now, pageSize: 10);

    // So many pages do where answers come fast; a slow machine takes more, as far as it may.
    private const int Enough = 10;

    [Test]
    public async Task A_slow_consumer_is_waited_for_with_so_many_pages_and_no_more([Values(2, 8, 32)] int pagesAhead)
    {
        await using var emulator = await StartAsync();
        using var client = Client(emulator);
        var reading = client.AuditEvents.RawWindows(Query, new ReadOptions { MaxBufferedPages = pagesAhead });
        var handedOut = 0;
        await foreach (var page in reading.RunAsync(CancellationToken.None))
        {
            handedOut++;
            if (handedOut % 20 != 1)
                continue;
            await UntilAsync(async () =>
            {
                var before = emulator.Requests.Count;
                await Task.Delay(TimeSpan.FromMilliseconds(30), TimeProvider.System);
                return reading.UnderWay == 0 && emulator.Requests.Count == before;
            });
            var discarded = 1; // The first page of all, which shows where the events are.
            Assert.That(
                emulator.Requests.Count - discarded - (handedOut - 1), page.HasMore && handedOut < 60 ? Is.InRange(Math.Min(pagesAhead, Enough) - 2, pagesAhead + 2) : Is.LessThanOrEqualTo(pagesAhead + 2),
                "the pages that were asked for and are not done with; at either end of the range some were empty");
        }
        Assert.That(handedOut, Is.InRange(100, 160), "each window may end with a page that is not full");
    }

    [Test]
    public async Task The_failure_of_one_window_ends_all_at_once()
    {
        await using var emulator = await StartAsync(
            new Fault { Feed = EmulatorFeed.AuditEvents, Mode = FaultMode.Stall, After = 4 }, new Fault { Feed = EmulatorFeed.AuditEvents, Status = 500, After = 6 });
        using var client = Client(emulator);
        var error = Assert.ThrowsAsync<EventsApiException>(async () => await client.AuditEvents.ReadRawAsync(Query, new ReadOptions()).ToListAsync());
        Assert.That(error.Reason, Is.EqualTo(EventsFailure.ServerFailed));
        await AssertNothingMoreAsync(emulator);
    }

    [Test]
    public async Task Pages_that_came_before_a_failure_are_handed_out_in_order()
    {
        await using var emulator = await StartAsync(new Fault { Feed = EmulatorFeed.AuditEvents, Status = 500, After = 60 });
        using var client = Client(emulator);
        var times = new List<EventTime>();
        Assert.ThrowsAsync<EventsApiException>(async () =>
        {
            await foreach (var @event in client.AuditEvents.ReadAsync(Query, new ReadOptions()))
                times.Add(@event.Timestamp!.Value);
        });
        Assert.That(times, Is.Ordered.And.Count.InRange(100, 900));
    }

    [Test]
    public async Task Cancelling_ends_whatever_is_under_way([Values] bool given)
    {
        await using var emulator = await StartAsync(new Fault { Feed = EmulatorFeed.AuditEvents, Mode = FaultMode.Stall, After = 4, Times = 1_000 });
        using var client = Client(emulator);
        using var cancellation = new CancellationTokenSource();
        var pages = client.AuditEvents.ReadRawAsync(Query, new ReadOptions(), given ? cancellation.Token : CancellationToken.None);
        var reading = pages.ToListAsync(given ? CancellationToken.None : cancellation.Token);
        await UntilAsync(() => Task.FromResult(emulator.Requests.Count > 4));
        await cancellation.CancelAsync();
        Assert.That(async () => await reading, Throws.InstanceOf<OperationCanceledException>());
        await AssertNothingMoreAsync(emulator);
    }

    [Test]
    public async Task Once_cancelled_no_page_comes_that_was_ready()
    {
        await using var emulator = await StartAsync();
        using var client = Client(emulator);
        using var cancellation = new CancellationTokenSource();
        var reading = client.AuditEvents.RawWindows(Query, new ReadOptions());
        var pages = 0;
        Assert.That(
            async () =>
            {
                await foreach (var _ in reading.RunAsync(cancellation.Token))
                {
                    pages++;
                    await UntilAsync(() => Task.FromResult(reading.NotTaken > 5));
                    await cancellation.CancelAsync();
                }
            },
            Throws.InstanceOf<OperationCanceledException>().With.Property(nameof(OperationCanceledException.CancellationToken)).EqualTo(cancellation.Token));
        Assert.That(pages, Is.EqualTo(1));
    }

    [Test]
    public async Task A_consumer_that_has_enough_ends_whatever_is_under_way()
    {
        await using var emulator = await StartAsync();
        using var client = Client(emulator);
        await foreach (var _ in client.AuditEvents.ReadRawAsync(Query, new ReadOptions()))
            break;
        await AssertNothingMoreAsync(emulator);
    }

    [Test]
    public void A_server_that_stands_still_in_a_window_ends_the_reading()
    {
        const string Page = """{"cursor":"c","has_more":true,"items":[]}""";
        var server = Enumerable.Range(0, 4).Aggregate(new StubServer(), (stub, _) => stub.Answers(Page));
        using var client = server.Client();
        Assert.ThrowsAsync<EventsNoProgressException>(async () => await client.AuditEvents.ReadRawAsync(Query, new ReadOptions()).ToListAsync());
    }

    private static async Task AssertNothingMoreAsync(EventsEmulator emulator)
    {
        var count = emulator.Requests.Count;
        await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        Assert.That(emulator.Requests, Has.Count.LessThanOrEqualTo(count + new ReadOptions().Parallelism), "what was under way may still be noted");
        count = emulator.Requests.Count;
        await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        Assert.That(emulator.Requests, Has.Count.EqualTo(count));
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var looks = 0; !await holds(); looks++)
        {
            Assert.That(looks, Is.LessThan(20_000));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }

    private static async Task<EventsEmulator> StartAsync(params Fault[] faults)
    {
        var emulator = await EventsEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = 1_000, Span = TimeSpan.FromDays(100), Now = Now, Quota = Quota.Off });
        foreach (var fault in faults)
            emulator.Inject(fault);
        return emulator;
    }

    private static EventsClient Client(EventsEmulator emulator) => new(emulator.Token, new EventsClientOptions
    {
        Region = EventsRegion.At(emulator.BaseAddress),
        TimeProvider = new FakeTimeProvider(Now),
        Resilience = { Retry = { MaxRetryAttempts = 0 }, RateLimiter = { PerMinute = 1_000_000, PerHour = 1_000_000 } },
    });
}
