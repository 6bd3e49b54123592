namespace OnePassword.Events.Destinations.Tests.Support;

/// <summary>A fake endpoint, a delivery to it with a fake clock, and a file of dead letters.</summary>
internal sealed class Endpoint : IAsyncDisposable, IProgress<DeliveryReport>
{
    private readonly string _folder = Directory.CreateTempSubdirectory("op-events-").FullName;
    private readonly List<DeliveryReport> _reports = [];

    private Endpoint(FakeEndpoint service, Func<DeliveryOptions, DeliveryOptions>? configure)
    {
        Service = service;
        DeadLetters = new DeadLetterFile(Path.Combine(_folder, "letters", "https.ndjson"));
        var options = new DeliveryOptions { Clock = Clock, DeadLetters = DeadLetters, Random = new Random(1) };
        Delivery = new EventDelivery(
            new HttpsDestination(new HttpsOptions { Url = service.Url, BearerToken = "secret-token", Clock = Clock }),
            configure?.Invoke(options) ?? options);
    }

    public FakeEndpoint Service { get; }

    public FakeClock Clock { get; } = new(Pages.Now);

    public DeadLetterFile DeadLetters { get; }

    public EventDelivery Delivery { get; }

    public IReadOnlyList<DeliveryReport> Reports
    {
        get
        {
            lock (_reports)
                return [.. _reports];
        }
    }

    /// <summary>The uuids that the service has, in order, with repetitions.</summary>
    public IEnumerable<string> Uuids => Service.Lines.Select(line => Pages.Raw(line).Uuid!);

    public static async Task<Endpoint> StartAsync(Func<DeliveryOptions, DeliveryOptions>? configure = null) =>
        new(await FakeEndpoint.StartAsync(), configure);

    /// <summary>Delivers events while the clock advances through the waits, which are shorter than the timeout of an attempt.</summary>
    public Task DeliverAsync(IReadOnlyList<RawEvent> events, CancellationToken cancellationToken = default) =>
        Clock.RunAsync(
            Delivery.DeliverAsync(events, Pages.Origin, progress: this, cancellationToken: cancellationToken),
            within: TimeSpan.FromSeconds(59));

    void IProgress<DeliveryReport>.Report(DeliveryReport value)
    {
        lock (_reports)
            _reports.Add(value);
    }

    public async ValueTask DisposeAsync()
    {
        Delivery.Dispose();
        await Service.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
