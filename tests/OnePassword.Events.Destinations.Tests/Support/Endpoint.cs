namespace OnePassword.Events.Destinations.Tests.Support;

/// <summary>Deliveries to a fake endpoint with a bearer token.</summary>
internal sealed class Endpoint : TestDelivery<FakeEndpoint>
{
    private Endpoint(FakeEndpoint service, Func<DeliveryOptions, DeliveryOptions>? configure)
        : base(service, Create, configure)
    {
    }

    /// <summary>The uuids that the service has, in order, with repetitions.</summary>
    public IEnumerable<string> Uuids => Service.Lines.Select(line => Pages.Raw(line).Uuid!);

    public static async Task<Endpoint> StartAsync(Func<DeliveryOptions, DeliveryOptions>? configure = null) =>
        new(await FakeEndpoint.StartAsync(), configure);

    private static HttpsDestination Create(FakeEndpoint service, FakeClock clock) =>
        new(new HttpsOptions { Url = service.Url, BearerToken = "secret-token", Clock = clock });
}
