using System.Text;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Support;

/// <summary>
/// An emulator with 200 events per feed, and a client that reads them over HTTP with almost no wait between attempts.
/// </summary>
internal sealed class EmulatorFixture : IAsyncDisposable
{
    public const int Attempts = 4;

    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromHours(6);

    public static readonly EventQuery Query = EventQuery.Since(TimeSpan.FromDays(2), pageSize: 50);

    private EmulatorFixture(EventsEmulator emulator, EventsClient client) => (Emulator, Client) = (emulator, client);

    public EventsEmulator Emulator { get; }

    public EventsClient Client { get; }

    public static async Task<EmulatorFixture> StartAsync(
        Action<EventsResilienceOptions>? configure = null, TimeProvider? clock = null, Func<EventsEmulator, EventsClientOptions, EventsClient>? create = null)
    {
        clock ??= new IsolatedClock();
        var emulator = await EventsEmulator.StartAsync(
            new EmulatorOptions { EventsPerFeed = 200, Now = clock.GetUtcNow(), Quota = Quota.Off });
        var options = Options(emulator.BaseAddress, clock, configure);
        return new EmulatorFixture(emulator, create?.Invoke(emulator, options) ?? new EventsClient(emulator.Token, options));
    }

    public static EventsClientOptions Options(
        Uri address, TimeProvider? clock = null, Action<EventsResilienceOptions>? configure = null)
    {
        var options = new EventsClientOptions { Region = EventsRegion.At(address), TimeProvider = clock ?? new IsolatedClock(), LoggerFactory = new LogCapture().Factory() };
        options.Resilience.Retry.MaxRetryAttempts = Attempts - 1;
        options.Resilience.Retry.Delay = options.Resilience.Retry.MaxDelay = TimeSpan.FromMilliseconds(1);
        configure?.Invoke(options.Resilience);
        return options;
    }

    /// <summary>Sets timeouts that a fake clock reaches only if a test advances it that far.</summary>
    public static void Patient(EventsResilienceOptions options)
    {
        options.TotalRequestTimeout = options.CircuitBreaker.SamplingDuration = TimeSpan.FromDays(1);
        options.AttemptTimeout = AttemptTimeout;
    }

    /// <summary>Lets the attempts time out whose response does not arrive or is incomplete.</summary>
    public async Task OutlastAsync(FakeClock clock, int attempts)
    {
        for (var attempt = 1; attempt <= attempts; attempt++)
        {
            await clock.RunAsync(Wait.UntilAsync(() => Emulator.Requests.Count(request => request.Note is not null) == attempt));
            clock.Advance(AttemptTimeout);
        }
    }

    public EmulatorFixture With(Fault fault)
    {
        Emulator.Inject(fault);
        return this;
    }

    public async Task<List<string>> ReadAuditEventsAsync(CancellationToken cancellationToken = default) =>
        await ReadAsync(Client.AuditEvents, cancellationToken);

    public static async Task<List<string>> ReadAsync(IEventFeed feed, CancellationToken cancellationToken = default) =>
    [
        .. (await feed.ReadRawAsync(Query, cancellationToken).ToListAsync(CancellationToken.None))
            .SelectMany(page => page.Items).Select(@event => Encoding.UTF8.GetString(@event.Json.Span)),
    ];

    public List<string> All(EmulatorFeed feed = EmulatorFeed.AuditEvents) =>
        [.. Emulator.ReadAll(feed, EmulatorApi.V2).Select(json => Encoding.UTF8.GetString(json.Span))];

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Emulator.DisposeAsync();
    }
}
