namespace OnePassword.Events.Destinations.Tests.Support;

/// <summary>A fake service, a delivery to it with a fake clock, and a file of dead letters.</summary>
internal class TestDelivery<TService> : IAsyncDisposable, IProgress<DeliveryReport>
    where TService : FakeService
{
    private readonly string _folder = Directory.CreateTempSubdirectory("op-events-").FullName;
    private readonly List<DeliveryReport> _reports = [];

    public TestDelivery(
        TService service,
        Func<TService, FakeClock, IEventDestination> destination,
        Func<DeliveryOptions, DeliveryOptions>? configure = null)
    {
        Service = service;
        DeadLetters = new DeadLetterFile(Path.Combine(_folder, "letters.ndjson"));
        var options = new DeliveryOptions { Clock = Clock, DeadLetters = DeadLetters, Random = new Random(1) };
        Delivery = new EventDelivery(destination(service, Clock), configure?.Invoke(options) ?? options);
    }

    public TService Service { get; }

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

    /// <summary>Delivers events while the clock advances through the waits, which are shorter than the timeout of an attempt.</summary>
    public Task DeliverAsync(IReadOnlyList<RawEvent> events, EventOrigin? origin = null, bool mayHaveArrived = false) => Clock.RunAsync(
        Delivery.DeliverAsync(events, origin ?? Pages.Origin, mayHaveArrived, progress: this), within: TimeSpan.FromSeconds(59));

    /// <summary>Checks the destination.</summary>
    public async Task<IReadOnlyList<ProbeResult>> ProbeAsync() => await Delivery.Destination.ProbeAsync([Pages.Origin]);

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
