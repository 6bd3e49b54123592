namespace OnePassword.Events.Destinations.Tests.Splunk;

/// <summary>The indexer acknowledgment of HEC.</summary>
[Property("Statement", 11)]
public sealed class SplunkAcknowledgmentTests
{
    [Test]
    public async Task Batch_is_delivered_when_Splunk_has_indexed_it()
    {
        await using var splunk = await SplunkDelivery.StartAcknowledgedAsync();
        var polls = 0;
        splunk.Service.IsIndexed = (_, _) => ++polls == 4;
        await splunk.DeliverAsync(Pages.Of(3));
        Assert.That(splunk.Uuids(), Is.EqualTo(new[] { "E0", "E1", "E2" }));
        Assert.That(polls, Is.EqualTo(4));
        Assert.That(splunk.Clock.GetUtcNow() - Pages.Now, Is.EqualTo(TimeSpan.FromSeconds(1 + 2 + 4 + 8)));
        Assert.That(splunk.Reports, Is.Empty);
    }

    [Test]
    [Description("An acknowledgment that never comes is not a delivery.")]
    public async Task Batch_that_is_not_confirmed_in_time_is_retried()
    {
        await using var splunk = await SplunkDelivery.StartAcknowledgedAsync();
        splunk.Service.IsIndexed = (_, _) => splunk.Service.Sent.Count == 2;
        await splunk.DeliverAsync(Pages.Of(1));
        Assert.That(splunk.Uuids(), Is.EqualTo(new[] { "E0", "E0" }));
        Assert.That(splunk.Reports[0].Failure, Does.EndWith("Splunk did not confirm within 300 s that it indexed the events."));
        Assert.That(splunk.Delivery.Statistics.Delivered, Is.EqualTo(1));
    }

    [Test]
    public async Task Slow_request_with_the_shortest_timeout_is_queried_before_it_is_retried()
    {
        await using var splunk = await SplunkDelivery.StartAsync(
            options => options with { Acknowledgment = true, AcknowledgmentTimeout = TimeSpan.FromSeconds(10) });
        splunk.Service.HasAcknowledgment = true;
        splunk.Service.Choose = request =>
        {
            if (request.Path.EndsWith("/event", StringComparison.Ordinal))
                splunk.Clock.Advance(TimeSpan.FromSeconds(20));
            return null;
        };
        await splunk.DeliverAsync(Pages.Of(1));
        Assert.That(splunk.Uuids(), Is.EqualTo(new[] { "E0" }));
        Assert.That(splunk.Reports, Is.Empty);
    }

    [Test]
    public void Timeout_below_ten_seconds_is_rejected() => Assert.That(
        () => new SplunkDestination(new SplunkOptions
        {
            Url = new Uri("https://splunk.example.com:8088"),
            Token = "tok",
            AcknowledgmentTimeout = TimeSpan.FromSeconds(9),
        }),
        Throws.ArgumentException.With.Message.StartsWith("The timeout of the acknowledgment must be at least 10 seconds."));

    [TestCase("", "HTTP 200. It is not a response of HEC.")]
    [TestCase("<html>", "HTTP 200: <html>. It is not a response of HEC.")]
    [TestCase("""{"text":"Success","code":0}""", "HTTP 200: Success (code 0). It contains no acknowledgment.")]
    [TestCase("""{"acks":[true]}""", """HTTP 200: {"acks":[true]}. It is not a response of HEC.""")]
    [TestCase("""{"acks":{"0":1}}""", """HTTP 200: {"acks":{"0":1}}. It is not a response of HEC.""")]
    [TestCase("""{"acks":{"7":true}}""", """HTTP 200: {"acks":{"7":true}}. It does not contain the ackId of the events.""")]
    [TestCase("""{"acks":{}}""", """HTTP 200: {"acks":{}}. It does not contain the ackId of the events.""")]
    [Description("A response that cannot be parsed, or is about another id, is not a delivery.")]
    public async Task Invalid_confirmation_is_not_a_delivery(string body, string reason)
    {
        await using var splunk = await SplunkDelivery.StartAcknowledgedAsync();
        splunk.Service.Choose = request => request.Path.EndsWith("/ack", StringComparison.Ordinal) && splunk.Service.Sent.Count == 1
            ? new ServiceFault.Respond(new ServiceReply(200, body))
            : null;
        await splunk.DeliverAsync(Pages.Of(1));
        Assert.That(splunk.Uuids(), Is.EqualTo(new[] { "E0", "E0" }));
        Assert.That(splunk.Reports[0].Failure, Does.EndWith(reason));
    }

    [Test]
    public async Task Failed_query_is_repeated_without_sending_the_events()
    {
        await using var splunk = await SplunkDelivery.StartAcknowledgedAsync();
        var faults = new Queue<ServiceFault>([
            new ServiceFault.Abort(), new ServiceFault.Respond(FakeSplunk.Reply(503, 9, "Server is busy")), new ServiceFault.Respond(new ServiceReply(502))]);
        splunk.Service.Choose = request =>
            request.Path.EndsWith("/ack", StringComparison.Ordinal) && splunk.Service.Sent.Count == 1 && faults.TryDequeue(out var fault) ? fault : null;
        await splunk.DeliverAsync(Pages.Of(1));
        Assert.That(splunk.Uuids(), Is.EqualTo(new[] { "E0" }));
        Assert.That(faults, Is.Empty);
    }

    [Test]
    [Description("Concurrent batches are confirmed out of order, each by its own id.")]
    public async Task Concurrent_batches_are_confirmed_out_of_order()
    {
        await using var splunk = await SplunkDelivery.StartAcknowledgedAsync();
        var first = "";
        splunk.Service.IsIndexed = (channel, _) =>
        {
            first = first.Length == 0 ? channel : first;
            return channel != first || splunk.Delivery.Statistics.Delivered == 3;
        };
        var feeds = Enumerable.Range(0, 4).Select(feed => splunk.Delivery.DeliverAsync(Pages.Of(1, feed), Pages.Origin)).ToList();
        await splunk.Clock.RunAsync(Task.WhenAll(feeds), TimeSpan.FromSeconds(59));
        Assert.That(splunk.Uuids(), Is.EquivalentTo(new[] { "E0", "E1", "E2", "E3" }));
        Assert.That(
            splunk.Service.Sent.Select(request => request.Header("X-Splunk-Request-Channel")), Is.Unique, "a channel has one batch at a time");
    }

    [Test]
    public async Task Channel_is_used_again_after_its_batch_was_confirmed()
    {
        await using var splunk = await SplunkDelivery.StartAcknowledgedAsync();
        await splunk.DeliverAsync(Pages.Of(2_500));
        Assert.That(splunk.Service.Sent.Select(request => request.Header("X-Splunk-Request-Channel")).Distinct(StringComparer.Ordinal).Count(), Is.EqualTo(1));
        Assert.That(splunk.Uuids(), Is.EqualTo(Pages.Of(2_500).Select(one => one.Uuid)));
    }

    [Test]
    [Description("A load balancer sends a query to the indexer that its cookie names.")]
    public async Task Query_has_the_cookie_of_the_load_balancer()
    {
        await using var splunk = await SplunkDelivery.StartAcknowledgedAsync();
        splunk.Service.Cookie = "AWSALB=node2";
        await splunk.DeliverAsync(Pages.Of(1));
        Assert.That(splunk.Uuids(), Is.EqualTo(new[] { "E0" }));
    }

    [Test]
    public async Task Token_without_acknowledgment_stops_the_delivery_before_an_event_is_sent()
    {
        await using var splunk = await SplunkDelivery.StartAsync(options => options with { Acknowledgment = true });
        var delivering = splunk.DeliverAsync(Pages.Of(1));
        await Wait.UntilAsync(() => splunk.Reports.Count >= 2);
        Assert.That(splunk.Service.Sent, Is.Empty);
        Assert.That(splunk.Reports[0].Failure, Does.EndWith(
            "HTTP 400: ACK is disabled (code 14). Enable indexer acknowledgment for the token in Splunk, or remove acknowledgment (ack) from this destination."));
        splunk.Service.HasAcknowledgment = true;
        await delivering;
        Assert.That(splunk.Uuids(), Is.EqualTo(new[] { "E0" }));
    }

    [Test]
    public async Task Response_without_an_id_is_not_a_delivery()
    {
        await using var splunk = await SplunkDelivery.StartAcknowledgedAsync();
        var isFirst = true;
        splunk.Service.Choose = request =>
        {
            if (!isFirst || request.Path.EndsWith("/ack", StringComparison.Ordinal) || request.Body.Length == 0)
                return null;
            isFirst = false;
            return new ServiceFault.Respond(FakeSplunk.Reply(200, 0, "Success"));
        };
        await splunk.DeliverAsync(Pages.Of(1));
        Assert.That(splunk.Uuids(), Is.EqualTo(new[] { "E0" }));
        Assert.That(splunk.Reports[0].Failure, Does.EndWith(
            "The token has no indexer acknowledgment. Enable indexer acknowledgment for the token in Splunk, or remove acknowledgment (ack) from this destination."));
    }

    [Test]
    [Description("Some servers respond to queries of a token without acknowledgment. The batch was then sent every 30 seconds.")]
    public async Task Token_without_acknowledgment_stops_the_delivery_if_the_server_responds_to_queries()
    {
        await using var splunk = await SplunkDelivery.StartAsync(options => options with { Acknowledgment = true });
        RespondToQueries(splunk);
        var delivering = splunk.DeliverAsync(Pages.Of(1));
        await Wait.UntilAsync(() => splunk.Reports.Count >= 3);
        Assert.That(splunk.Service.Sent, Is.Empty);
        Assert.That(splunk.Reports.Select(report => report.Failure).Distinct(StringComparer.Ordinal).Single(), Does.Match(
            @"^Splunk at http://127\.0\.0\.1:\d+: The token has no indexer acknowledgment\. Enable .* or remove acknowledgment \(ack\) "));
        Assert.That(splunk.Reports, Is.All.Property(nameof(DeliveryReport.RequiresOperator)).True);
        Assert.That((await splunk.ProbeAsync()).Single(result => result.Status == ProbeStatus.Failed).Text, Does.StartWith(
            "The token has no indexer acknowledgment. "));
        splunk.Service.HasAcknowledgment = true;
        await delivering;
        Assert.That(splunk.Uuids(), Is.EqualTo(new[] { "E0" }));
    }

    [Test]
    [Description("If only the response to events shows that acknowledgment is off, the events are not sent a second time.")]
    public async Task Batch_without_an_id_is_sent_once_until_the_token_has_acknowledgment()
    {
        await using var splunk = await SplunkDelivery.StartAsync(options => options with { Acknowledgment = true });
        RespondToQueries(splunk, nothing: new ServiceReply(200));
        var delivering = splunk.DeliverAsync(Pages.Of(1));
        await Wait.UntilAsync(() => splunk.Reports.Count >= 4);
        Assert.That(splunk.Uuids(), Is.EqualTo(new[] { "E0" }));
        Assert.That(splunk.Reports.Select(report => report.Failure).Distinct(StringComparer.Ordinal).Count(), Is.EqualTo(1), "one line");
        splunk.Service.HasAcknowledgment = true;
        await delivering;
        Assert.That(splunk.Uuids(), Is.EqualTo(new[] { "E0", "E0" }), "the first was not confirmed");
    }

    [Test]
    public async Task Acknowledgment_that_is_disabled_during_a_run_sends_no_batch_again()
    {
        await using var splunk = await SplunkDelivery.StartAcknowledgedAsync();
        splunk.Service.IsIndexed = (_, _) => splunk.Service.HasAcknowledgment = false;
        var delivering = splunk.DeliverAsync(Pages.Of(1));
        await Wait.UntilAsync(() => splunk.Reports.Count >= 3);
        Assert.That(splunk.Service.Sent, Has.Count.EqualTo(1));
        Assert.That(splunk.Reports[0].Failure, Does.Contain("HTTP 400: ACK is disabled (code 14). Enable "));
        splunk.Service.IsIndexed = (_, _) => true;
        splunk.Service.HasAcknowledgment = true;
        await delivering;
    }

    [Test]
    public async Task Short_timeout_of_the_delivery_does_not_shorten_the_acknowledgment()
    {
        await using var splunk = await SplunkDelivery.StartAsync(
            options => options with { Acknowledgment = true }, delivery => delivery with { Timeout = TimeSpan.FromSeconds(1) });
        splunk.Service.HasAcknowledgment = true;
        var polls = 0;
        splunk.Service.IsIndexed = (_, _) => ++polls == 5;
        await splunk.DeliverAsync(Pages.Of(1));
        Assert.That(splunk.Uuids(), Is.EqualTo(new[] { "E0" }));
    }

    private static void RespondToQueries(TestDelivery<FakeSplunk> splunk, ServiceReply? nothing = null) =>
        splunk.Service.Choose = request => (splunk.Service.HasAcknowledgment, request) switch
        {
            (true, _) => null,
            (false, { Path: "/services/collector/ack" }) => new ServiceFault.Respond(new ServiceReply(200, """{"acks":{"0":false}}""")),
            (false, { Body.Length: 0 }) when nothing is not null => new ServiceFault.Respond(nothing),
            _ => null,
        };
}
