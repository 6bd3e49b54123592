using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Backfill;

/// <summary>How a parallel reading ends early, and how much it reads ahead of its consumer.</summary>
public sealed class ParallelReadingEndTests
{
    private static readonly EventQuery Query =
        EventQuery.Between(UnlimitedEmulator.Now - EventQuery.Retention, UnlimitedEmulator.Now, pageSize: 10);

    private readonly CountingHandler _http = new();

    [TearDown]
    public void Dispose() => _http.Dispose();

    [Test]
    public async Task Parallel_reading_requests_no_more_pages_than_it_may_buffer([Values(2, 8, 32)] int maxBufferedPages)
    {
        const int Discarded = 4; // The first page, which shows the density, and pages of empty windows.
        await using var emulator = await StartAsync();
        using var client = emulator.CreateClient(_http);
        var consumed = 0;
        var pages = client.AuditEvents.ReadRawAsync(Query, new ReadOptions { MaxBufferedPages = maxBufferedPages });
        await foreach (var page in pages)
        {
            Assert.That(_http.Sent - consumed, Is.LessThanOrEqualTo(maxBufferedPages + Discarded));
            consumed++;
        }
        Assert.That(consumed, Is.InRange(100, 160), "each window may end with a page that is not full");
    }

    [Test]
    public async Task Failure_of_one_request_cancels_all_others_and_ends_the_reading()
    {
        await using var emulator = await StartAsync(
            new Fault { Feed = EmulatorFeed.AuditEvents, Mode = FaultMode.Stall, After = 4 },
            new Fault { Feed = EmulatorFeed.AuditEvents, Status = 500, After = 2 });
        using var client = emulator.CreateClient(_http);
        var pages = client.AuditEvents.ReadRawAsync(Query, new ReadOptions());
        var error = Assert.ThrowsAsync<EventsApiException>(async () => await pages.ToListAsync());
        Assert.That((error.Reason, _http.InFlight), Is.EqualTo((EventsFailure.ServerFailed, 0)));
    }

    [Test]
    public async Task Pages_before_a_failure_are_returned_in_order()
    {
        await using var emulator = await StartAsync(new Fault { Feed = EmulatorFeed.AuditEvents, Status = 500, After = 60 });
        using var client = emulator.CreateClient(_http);
        var times = new List<EventTime>();
        Assert.ThrowsAsync<EventsApiException>(async () =>
        {
            await foreach (var @event in client.AuditEvents.ReadAsync(Query, new ReadOptions()))
                times.Add(@event.Timestamp!.Value);
        });
        Assert.That(times, Is.Ordered.And.Count.InRange(100, 900));
    }

    [Test]
    public async Task Pages_that_are_held_for_a_split_are_returned_before_a_failure()
    {
        await using var emulator = await StartAsync();
        var tokens = 0;
        using var client = new EventsClient(
            _http,
            EventsTokenProvider.From(_ => ++tokens == 1 ? new(emulator.Token) : throw new InvalidOperationException("no token")),
            new EventsClientOptions { Region = EventsRegion.At(emulator.BaseAddress) });
        var query = EventQuery.Between(Query.Start!.Value, Query.End!.Value, pageSize: 2); // Too few events to show a density.
        var read = 0;
        Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (var _ in client.AuditEvents.ReadAsync(query, new ReadOptions()))
                read++;
        });
        Assert.That(read, Is.EqualTo(2));
    }

    [Test]
    public async Task First_page_that_shows_a_density_is_returned_while_the_second_request_is_in_flight()
    {
        await using var emulator = await StartAsync(new Fault { Feed = EmulatorFeed.AuditEvents, Mode = FaultMode.Stall, After = 1 });
        using var client = emulator.CreateClient(_http);
        var query = EventQuery.Between(Query.Start!.Value, Query.End!.Value, pageSize: 400);
        await using var pages = client.AuditEvents.ReadAsync(query, new ReadOptions()).AsPages().GetAsyncEnumerator();
        Assert.That(await pages.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20)), Is.True);
        Assert.That(pages.Current.Items, Has.Count.EqualTo(400));
    }

    [Test]
    public async Task Cancellation_ends_all_requests_in_flight([Values] bool asArgument)
    {
        await using var emulator = await StartAsync(
            new Fault { Feed = EmulatorFeed.AuditEvents, Mode = FaultMode.Stall, After = 4, Times = 1_000 });
        using var client = emulator.CreateClient(_http);
        using var cancellation = new CancellationTokenSource();
        var reading = asArgument
            ? client.AuditEvents.ReadRawAsync(Query, new ReadOptions(), cancellation.Token).ToListAsync()
            : client.AuditEvents.ReadRawAsync(Query, new ReadOptions()).ToListAsync(cancellation.Token);
        await Wait.UntilAsync(() => emulator.Requests.Count > 4);

        await cancellation.CancelAsync();

        Assert.That(async () => await reading, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_http.InFlight, Is.Zero);
    }

    [Test]
    public async Task Buffered_pages_are_not_returned_after_cancellation()
    {
        await using var emulator = await StartAsync();
        using var client = emulator.CreateClient(_http);
        using var cancellation = new CancellationTokenSource();
        var pages = 0;
        Assert.That(
            async () =>
            {
                await foreach (var _ in client.AuditEvents.ReadRawAsync(Query, new ReadOptions(), cancellation.Token))
                {
                    pages++;
                    await Wait.UntilAsync(() => _http.Sent > 3 && _http.InFlight == 0);
                    await cancellation.CancelAsync();
                }
            },
            Throws.InstanceOf<OperationCanceledException>().With.Property("CancellationToken").EqualTo(cancellation.Token));
        Assert.That(pages, Is.EqualTo(1));
    }

    [Test]
    public async Task Leaving_the_enumeration_ends_all_requests_in_flight()
    {
        await using var emulator = await StartAsync();
        using var client = emulator.CreateClient(_http);
        await foreach (var _ in client.AuditEvents.ReadRawAsync(Query, new ReadOptions()))
            break;
        Assert.That(_http.InFlight, Is.Zero);
    }

    [Test]
    public void Server_that_makes_no_progress_in_a_window_ends_the_reading()
    {
        const string Page = """{"cursor":"c","has_more":true,"items":[]}""";
        var server = Enumerable.Range(0, 4).Aggregate(new StubServer(), (stub, _) => stub.Responds(Page));
        using var client = server.Client();
        Assert.ThrowsAsync<EventsNoProgressException>(
            async () => await client.AuditEvents.ReadRawAsync(Query, new ReadOptions()).ToListAsync());
    }

    private static async Task<EventsEmulator> StartAsync(params Fault[] faults)
    {
        var emulator = await UnlimitedEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = 1_000, Span = TimeSpan.FromDays(100) });
        foreach (var fault in faults)
            emulator.Inject(fault);
        return emulator;
    }
}
