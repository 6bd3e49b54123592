namespace OnePassword.Events.Destinations.Tests.Support;

/// <summary>Deliveries to a fake collector.</summary>
internal sealed class Collector : TestDelivery<FakeCollector>
{
    private Collector(FakeCollector service, OtlpEncoding encoding, Func<OtlpOptions, OtlpOptions>? configure, TimeSpan? retryFor)
        : base(service, (_, clock) => Create(service, clock, encoding, configure), options => options with { RetryFor = retryFor })
    {
    }

    public OtlpDestination Destination => (OtlpDestination)Delivery.Destination;

    /// <summary>The uuids that the service has, in order, with repetitions.</summary>
    public IEnumerable<string> Uuids => Service.Logs.Select(log => log.Attributes["log.record.uid"]);

    public static async Task<Collector> StartAsync(
        OtlpEncoding encoding = OtlpEncoding.Protobuf,
        Func<OtlpOptions, OtlpOptions>? configure = null,
        TimeSpan? retryFor = null) =>
        new(await FakeCollector.StartAsync(), encoding, configure, retryFor);

    /// <summary>Delivers one event and returns its record.</summary>
    public async Task<CollectedLog> LogOfAsync(RawEvent rawEvent, EventOrigin? origin = null)
    {
        await DeliverAsync([rawEvent], origin);
        return Service.Logs[^1];
    }

    private static OtlpDestination Create(
        FakeCollector service, FakeClock clock, OtlpEncoding encoding, Func<OtlpOptions, OtlpOptions>? configure)
    {
        var options = new OtlpOptions { Url = service.Url, Encoding = encoding, Clock = clock };
        return new OtlpDestination(configure?.Invoke(options) ?? options);
    }
}
