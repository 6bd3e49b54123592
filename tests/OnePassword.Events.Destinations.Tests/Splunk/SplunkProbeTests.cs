namespace OnePassword.Events.Destinations.Tests.Splunk;

/// <summary>The check of Splunk, which sends no event.</summary>
[Property("Statement", 24)]
public sealed class SplunkProbeTests
{
    [Test]
    public async Task Check_proves_the_token_and_names_what_it_cannot_prove()
    {
        await using var splunk = await SplunkDelivery.StartAsync(options => options with { Index = "onepassword" });
        Assert.That(await splunk.ProbeAsync(), Is.EqualTo(new[]
        {
            new ProbeResult(ProbeStatus.Ok, "The HTTP Event Collector is healthy."),
            new ProbeResult(ProbeStatus.Ok, "The token is valid."),
            new ProbeResult(ProbeStatus.Note, "Acknowledgment is off: Splunk accepts events, but does not confirm that it indexed them."),
            new ProbeResult(
                ProbeStatus.Note,
                "Splunk checks the index with the first event: 'onepassword'. An unknown index stops the delivery."),
            new ProbeResult(ProbeStatus.Ok, "Event times keep all nine fractional digits."),
        }));
        Assert.That(splunk.Service.Events, Is.Empty);
    }

    [Test]
    public async Task Check_with_acknowledgment_proves_that_the_token_has_it()
    {
        await using var splunk = await SplunkDelivery.StartAcknowledgedAsync();
        var results = await splunk.ProbeAsync();
        Assert.That(results.Select(result => result.Text), Has.Member("Acknowledgment is on: Splunk confirms that events are indexed."));
        splunk.Service.HasAcknowledgment = false;
        Assert.That((await splunk.ProbeAsync()).Single(result => result.Status == ProbeStatus.Failed).Text, Is.EqualTo(
            "HTTP 400: ACK is disabled (code 14). Enable indexer acknowledgment for the token in Splunk, or remove acknowledgment (ack) from this destination."));
    }

    [Test]
    public async Task Check_fails_if_the_token_has_acknowledgment_and_the_destination_has_not()
    {
        await using var splunk = await SplunkDelivery.StartAsync();
        splunk.Service.HasAcknowledgment = true;
        Assert.That((await splunk.ProbeAsync()).Single(result => result.Status == ProbeStatus.Failed).Text, Is.EqualTo(
            "HTTP 400: Data channel is missing (code 10). The token has indexer acknowledgment: turn it on (ack) for this destination too."));
    }

    [Test]
    public async Task Check_fails_with_an_unknown_token()
    {
        await using var splunk = await SplunkDelivery.StartAsync();
        splunk.Service.Token = "other";
        var results = await splunk.ProbeAsync();
        Assert.That(results[^1].Status, Is.EqualTo(ProbeStatus.Failed));
        Assert.That(results[^1].Text, Is.EqualTo(
            "HTTP 403: Invalid token (code 4). Use a token that Splunk shows under Settings, Data inputs, HTTP Event Collector."));
    }

    [Test]
    public async Task Check_fails_if_the_collector_is_unhealthy_or_cannot_be_reached()
    {
        await using var splunk = await SplunkDelivery.StartAsync();
        splunk.Service.Health = (503, 23, "Server is shutting down");
        Assert.That(
            await splunk.ProbeAsync(),
            Is.EqualTo(new[] { new ProbeResult(ProbeStatus.Failed, "HTTP 503: Server is shutting down (code 23)") }));
        splunk.Service.Inject(new ServiceFault.Abort());
        Assert.That((await splunk.ProbeAsync()).Single().Status, Is.EqualTo(ProbeStatus.Failed));
    }
}
