using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Backfill;

/// <summary>A read that <see cref="ReadOptions.Stop"/> ends returns what it has read, within a time.</summary>
public sealed class StoppedReadTests
{
    private const int PageSize = 10;
    private const int Events = 1_000;

    private static readonly EventQuery Query =
        EventQuery.Between(UnlimitedEmulator.Now - EventQuery.Retention, UnlimitedEmulator.Now, PageSize);

    private readonly CountingHandler _http = new();
    private readonly FakeTimeProvider _clock = new(UnlimitedEmulator.Now);
    private readonly CancellationTokenSource _stop = new();

    [TearDown]
    public void Dispose()
    {
        _http.Dispose();
        _stop.Dispose();
    }

    [Test]
    public async Task Stopped_read_returns_all_pages_that_it_has_read([Values(2, 30, 80)] int afterPages)
    {
        await using var emulator = await StartAsync();
        using var client = CreateClient(emulator);
        List<RawEventPage> pages = [];

        var error = Assert.CatchAsync<OperationCanceledException>(async () =>
        {
            await foreach (var page in client.AuditEvents.ReadRawAsync(Query, new ReadOptions { Stop = _stop.Token }))
            {
                pages.Add(page);
                if (pages.Count == afterPages)
                    await _stop.CancelAsync();
            }
        });

        Assert.That(error.CancellationToken, Is.EqualTo(_stop.Token));
        var returned = pages.Sum(page => page.Items.Count);
        Assert.That(returned, Is.InRange(afterPages * PageSize / 2, Events - 1));
        var read = emulator.Requests.Sum(request => request.Items);
        Assert.That(read - returned, Is.InRange(0, 2 * PageSize), "the first page, which shows the density, is read twice");
        var rest = new ReadOptions { ResumeFrom = pages[^1].Position };
        Assert.That(
            pages.SelectMany(page => page.Items).Select(UnlimitedEmulator.ToLine)
                .Concat(await client.AuditEvents.ReadRawAsync(Query, rest).ToLinesAsync()),
            Is.EqualTo(await client.AuditEvents.ReadRawAsync(Query).ToLinesAsync()));
    }

    [Test]
    public async Task Stopped_read_cancels_after_2_seconds_what_does_not_end()
    {
        await using var emulator = await StartAsync(Stall);
        using var client = CreateClient(emulator);
        var reading = client.AuditEvents.ReadRawAsync(Query, new ReadOptions { Stop = _stop.Token }).ToListAsync();
        await Wait.UntilAsync(() => emulator.Requests.Count > 4);

        await _stop.CancelAsync();
        _clock.Advance(TimeSpan.FromSeconds(1.9));
        var wasRunning = !reading.IsCompleted;
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.That(async () => await reading, Throws.InstanceOf<OperationCanceledException>());
        Assert.That((wasRunning, _http.InFlight), Is.EqualTo((true, 0)));
    }

    [Test]
    public async Task Cancellation_ends_a_stopped_read_at_once()
    {
        await using var emulator = await StartAsync(Stall);
        using var client = CreateClient(emulator);
        using var cancellation = new CancellationTokenSource();
        var options = new ReadOptions { Stop = _stop.Token };
        var reading = client.AuditEvents.ReadRawAsync(Query, options, cancellation.Token).ToListAsync();
        await Wait.UntilAsync(() => emulator.Requests.Count > 4);

        await _stop.CancelAsync();
        await cancellation.CancelAsync();

        Assert.That(
            async () => await reading,
            Throws.InstanceOf<OperationCanceledException>().With.Property("CancellationToken").EqualTo(cancellation.Token));
        Assert.That(_http.InFlight, Is.Zero);
    }

    [Test]
    public async Task Read_that_is_stopped_before_it_starts_sends_no_request()
    {
        await using var emulator = await StartAsync();
        using var client = CreateClient(emulator);
        await _stop.CancelAsync();
        Assert.That(
            async () => await client.AuditEvents.ReadRawAsync(Query, new ReadOptions { Stop = _stop.Token }).ToListAsync(),
            Throws.InstanceOf<OperationCanceledException>().With.Property("CancellationToken").EqualTo(_stop.Token));
        Assert.That(emulator.Requests, Is.Empty);
    }

    private static Fault Stall => new() { Feed = EmulatorFeed.AuditEvents, Mode = FaultMode.Stall, After = 4, Times = 1_000 };

    private EventsClient CreateClient(EventsEmulator emulator) => emulator.CreateClient(_http, _clock);

    private static async Task<EventsEmulator> StartAsync(params Fault[] faults)
    {
        var emulator = await UnlimitedEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = Events, Span = TimeSpan.FromDays(100) });
        foreach (var fault in faults)
            emulator.Inject(fault);
        return emulator;
    }
}
