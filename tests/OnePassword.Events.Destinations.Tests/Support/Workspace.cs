using System.Text.Json;

namespace OnePassword.Events.Destinations.Tests.Support;

/// <summary>A fake workspace of Microsoft Sentinel, and a delivery to it with a fake clock and a file of dead letters.</summary>
internal sealed class Workspace : IAsyncDisposable, IProgress<DeliveryReport>
{
    private readonly string _folder = Directory.CreateTempSubdirectory("op-events-").FullName;
    private readonly List<DeliveryReport> _reports = [];

    private Workspace(FakeClock clock, FakeEntra entra, FakeSentinel service, SentinelOptions options, TimeSpan? retryFor)
    {
        (Clock, Entra, Service) = (clock, entra, service);
        DeadLetters = new DeadLetterFile(Path.Combine(_folder, "sentinel.ndjson"));
        Destination = new SentinelDestination(options);
        Delivery = new EventDelivery(
            Destination,
            new DeliveryOptions { Clock = Clock, DeadLetters = DeadLetters, Random = new Random(1), RetryFor = retryFor });
    }

    public FakeClock Clock { get; }

    public FakeEntra Entra { get; }

    public FakeSentinel Service { get; }

    public SentinelDestination Destination { get; }

    public EventDelivery Delivery { get; }

    public DeadLetterFile DeadLetters { get; }

    public IReadOnlyList<DeliveryReport> Reports => [.. _reports];

    /// <summary>The uuids that the service has, in order, with repetitions.</summary>
    public IEnumerable<string?> Uuids => Service.Rows.Select(row => row.GetProperty("uuid_s").GetString());

    public static async Task<Workspace> StartAsync(
        Func<SentinelOptions, SentinelOptions>? configure = null, DestinationSecret? secret = null, TimeSpan? retryFor = null)
    {
        var clock = new FakeClock(Pages.Now);
        var entra = await FakeEntra.StartAsync(clock);
        var service = await FakeSentinel.StartAsync(entra, SentinelDestination.DeploymentTemplate);
        var options = new SentinelOptions
        {
            Url = service.Url,
            RuleId = FakeSentinel.Rule,
            Credential = AzureCredential.ClientSecret(FakeEntra.Tenant, FakeEntra.Client, secret ?? entra.Secret, entra.Url),
            Clock = clock,
        };
        return new Workspace(clock, entra, service, configure?.Invoke(options) ?? options, retryFor);
    }

    /// <summary>Delivers events while the clock advances from timer to timer, up to the waits of the engine.</summary>
    public Task DeliverAsync(params IReadOnlyList<RawEvent> events) => Clock.RunAsync(
        Delivery.DeliverAsync(events, Pages.Origin, progress: this), within: TimeSpan.FromSeconds(59));

    /// <summary>Delivers one event and returns its row.</summary>
    public async Task<JsonElement> RowOfAsync(RawEvent rawEvent)
    {
        await DeliverAsync(rawEvent);
        return Service.Rows[^1];
    }

    void IProgress<DeliveryReport>.Report(DeliveryReport value) => _reports.Add(value);

    public async ValueTask DisposeAsync()
    {
        Delivery.Dispose();
        await Service.DisposeAsync();
        await Entra.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
