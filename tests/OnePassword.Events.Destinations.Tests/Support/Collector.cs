namespace OnePassword.Events.Destinations.Tests.Support;

/// <summary>A fake collector, and a delivery to it with a fake clock and a file of dead letters.</summary>
internal sealed class Collector : IAsyncDisposable, IProgress<DeliveryReport>
{
    private readonly string _folder = Directory.CreateTempSubdirectory("op-events-").FullName;
    private readonly List<DeliveryReport> _reports = [];

    private Collector(FakeCollector service, OtlpEncoding encoding, Func<OtlpOptions, OtlpOptions>? configure, TimeSpan? retryFor)
    {
        Service = service;
        DeadLetters = new DeadLetterFile(Path.Combine(_folder, "otlp.ndjson"));
        var options = new OtlpOptions { Url = service.Url, Encoding = encoding, Clock = Clock };
        Destination = new OtlpDestination(configure?.Invoke(options) ?? options);
        Delivery = new EventDelivery(
            Destination,
            new DeliveryOptions { Clock = Clock, DeadLetters = DeadLetters, Random = new Random(1), RetryFor = retryFor });
    }

    public FakeClock Clock { get; } = new(Pages.Now);

    public FakeCollector Service { get; }

    public OtlpDestination Destination { get; }

    public EventDelivery Delivery { get; }

    public DeadLetterFile DeadLetters { get; }

    public IReadOnlyList<DeliveryReport> Reports => [.. _reports];

    /// <summary>The uuids that the service has, in order, with repetitions.</summary>
    public IEnumerable<string> Uuids => Service.Logs.Select(log => log.Attributes["log.record.uid"]);

    public static async Task<Collector> StartAsync(
        OtlpEncoding encoding = OtlpEncoding.Protobuf,
        Func<OtlpOptions, OtlpOptions>? configure = null,
        TimeSpan? retryFor = null) =>
        new(await FakeCollector.StartAsync(), encoding, configure, retryFor);

    public Task DeliverAsync(params IReadOnlyList<RawEvent> events) => DeliverAsync(Pages.Origin, events);

    /// <summary>Delivers events while the clock advances from timer to timer, up to the waits of the engine.</summary>
    public Task DeliverAsync(EventOrigin origin, params IReadOnlyList<RawEvent> events) => Clock.RunAsync(
        Delivery.DeliverAsync(events, origin, progress: this), within: TimeSpan.FromSeconds(59));

    /// <summary>Delivers one event and returns its record.</summary>
    public async Task<CollectedLog> LogOfAsync(RawEvent rawEvent, EventOrigin? origin = null)
    {
        await DeliverAsync(origin ?? Pages.Origin, rawEvent);
        return Service.Logs[^1];
    }

    void IProgress<DeliveryReport>.Report(DeliveryReport value) => _reports.Add(value);

    public async ValueTask DisposeAsync()
    {
        Delivery.Dispose();
        await Service.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
