namespace OnePassword.Events.Destinations.Tests.Support;

/// <summary>Deliveries to an endpoint with options.</summary>
internal static class HttpsDelivery
{
    public static async Task<TestDelivery<FakeEndpoint>> StartAsync(Func<HttpsOptions, HttpsOptions>? configure = null) => new(
        await FakeEndpoint.StartAsync(),
        (service, clock) =>
        {
            var options = new HttpsOptions { Url = service.Url, Clock = clock };
            return new HttpsDestination(configure?.Invoke(options) ?? options);
        });
}
