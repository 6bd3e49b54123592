namespace OnePassword.Events.Destinations.Tests.Support;

/// <summary>Deliveries to a fake Splunk.</summary>
internal static class SplunkDelivery
{
    public static async Task<TestDelivery<FakeSplunk>> StartAsync(
        Func<SplunkOptions, SplunkOptions>? configure = null, Func<DeliveryOptions, DeliveryOptions>? delivery = null) =>
        new(
            await FakeSplunk.StartAsync(),
            (service, clock) =>
            {
                var options = new SplunkOptions { Url = service.Url, Token = service.Token, Clock = clock };
                return new SplunkDestination(configure?.Invoke(options) ?? options);
            },
            delivery);

    public static async Task<TestDelivery<FakeSplunk>> StartAcknowledgedAsync()
    {
        var splunk = await StartAsync(options => options with { Acknowledgment = true });
        splunk.Service.HasAcknowledgment = true;
        return splunk;
    }

    /// <summary>The uuids that Splunk has, in order, with repetitions.</summary>
    public static IEnumerable<string> Uuids(this TestDelivery<FakeSplunk> splunk) => splunk.Service.Events.Select(
        one => System.Text.Json.JsonDocument.Parse(one.Event).RootElement.GetProperty("uuid").GetString()!);
}
