namespace OnePassword.Events.Destinations.Tests.Splunk;

/// <summary>The codes of HEC.</summary>
public sealed class SplunkCodeTests
{
    [TestCase(403, 1, true)]
    [TestCase(401, 2, true)]
    [TestCase(401, 3, true)]
    [TestCase(403, 4, true)]
    [TestCase(400, 7, false)]
    [TestCase(400, 10, false)]
    [TestCase(400, 11, false)]
    [TestCase(400, 14, false)]
    [TestCase(400, 16, false)]
    [TestCase(400, 21, true)]
    [TestCase(400, 22, true)]
    [Property("Statement", 7)]
    [Description("A wrong token or index stops the delivery, writes no dead letter, and delivery continues afterwards.")]
    public async Task Configuration_fault_stops_the_delivery_until_it_is_fixed(int status, int code, bool isToken)
    {
        await using var splunk = await SplunkDelivery.StartAsync(options => options with { SecretDescription = "the token from /hec" });
        splunk.Service.Inject(new ServiceFault.Respond(FakeSplunk.Reply(status, code, "Fault")));
        await splunk.DeliverAsync(Pages.Of(3));
        Assert.That(splunk.Uuids(), Is.EqualTo(new[] { "E0", "E1", "E2" }));
        Assert.That(splunk.DeadLetters.Read(), Is.Empty);
        var report = splunk.Reports[0];
        Assert.That((report.RequiresOperator, report.SecretRejected), Is.EqualTo((true, isToken)));
        Assert.That(report.Failure, Does.Match($@"^Splunk at http://127\.0\.0\.1:\d+: HTTP {status}: Fault \(code {code}\)\. [A-Z].*\.$"));
        Assert.That(report.Failure!.EndsWith(" It is the token from /hec.", StringComparison.Ordinal), Is.EqualTo(isToken));
    }

    [TestCase(500, 8)]
    [TestCase(503, 9)]
    [TestCase(503, 18)]
    [TestCase(503, 19)]
    [TestCase(503, 20)]
    [TestCase(503, 23)]
    [TestCase(429, 26)]
    [TestCase(429, 27)]
    public async Task Busy_Splunk_is_retried_after_the_wait_that_it_requests(int status, int code)
    {
        await using var splunk = await SplunkDelivery.StartAsync();
        splunk.Service.Inject(new ServiceFault.Respond(FakeSplunk.Reply(status, code, "Busy").RetryAfter("7")));
        await splunk.DeliverAsync(Pages.Of(2));
        Assert.That(splunk.Uuids(), Is.EqualTo(new[] { "E0", "E1" }));
        Assert.That((splunk.Reports[0].RequiresOperator, splunk.Reports[0].RetryIn), Is.EqualTo((false, TimeSpan.FromSeconds(7))));
    }

    [TestCase(5)]
    [TestCase(6)]
    [TestCase(12)]
    [TestCase(13)]
    [TestCase(15)]
    [Property("Statement", 1)]
    [Description("One event that HEC rejects becomes a dead letter, and the others are delivered.")]
    public async Task Rejected_event_becomes_a_dead_letter(int code)
    {
        await using var splunk = await SplunkDelivery.StartAsync();
        splunk.Service.Choose = request => request.Text.Contains("\"E5\"", StringComparison.Ordinal)
            ? new ServiceFault.Respond(FakeSplunk.Reply(400, code, "Bad event", ",\"invalid-event-number\":5"))
            : null;
        await splunk.DeliverAsync(Pages.Of(10));
        Assert.That(splunk.Uuids(), Is.EqualTo(Pages.Of(10).Select(one => one.Uuid).Where(uuid => uuid != "E5")));
        var letter = splunk.DeadLetters.Read().Single();
        Assert.That((letter.Event.Uuid, letter.Status, letter.Reason), Is.EqualTo(("E5", 400, $"HTTP 400: Bad event (code {code})")));
    }

    [Test]
    public async Task Events_before_an_invalid_one_are_indexed_at_least_once()
    {
        await using var splunk = await SplunkDelivery.StartAsync();
        splunk.Service.IndexesEventsBeforeInvalid = true;
        splunk.Service.Rejects = rawEvent => rawEvent.Contains("\"BAD\"", StringComparison.Ordinal);
        await splunk.DeliverAsync([.. Pages.Of(3), Pages.Event("BAD"), .. Pages.Of(3, first: 3)]);
        Assert.That(
            splunk.Uuids().Distinct(StringComparer.Ordinal), Is.EquivalentTo(new[] { "E0", "E1", "E2", "E3", "E4", "E5" }));
        Assert.That(splunk.DeadLetters.Read().Single().Event.Uuid, Is.EqualTo("BAD"));
    }

    [Test, Property("Statement", 19)]
    [Description("413 halves the batch down to one event, which becomes a dead letter.")]
    public async Task Body_that_is_too_large_is_halved()
    {
        await using var splunk = await SplunkDelivery.StartAsync();
        splunk.Service.Choose = request =>
            request.Body.Length > 800 ? new ServiceFault.Respond(new ServiceReply(413, "too large")) : null;
        await splunk.DeliverAsync([.. Pages.Of(10), Pages.Event("LARGE", $",\"text\":\"{new string('x', 800)}\"")]);
        Assert.That(splunk.Uuids(), Is.EqualTo(Pages.Of(10).Select(one => one.Uuid)));
        Assert.That(splunk.DeadLetters.Read().Single().Event.Uuid, Is.EqualTo("LARGE"));
    }

    [TestCase(24, "Queue is at capacity", "Its queue is almost full")]
    [TestCase(25, "ACK is at capacity", "Its acknowledgments are almost at their limit")]
    public async Task Splunk_near_its_capacity_slows_the_delivery_with_a_warning(int code, string text, string advice)
    {
        await using var splunk = await SplunkDelivery.StartAsync();
        splunk.Service.Accepted = (code, text);
        await splunk.DeliverAsync(Pages.Of(2_500));
        Assert.That(splunk.Uuids(), Is.EqualTo(Pages.Of(2_500).Select(one => one.Uuid)));
        Assert.That(splunk.Clock.GetUtcNow() - Pages.Now, Is.AtLeast(TimeSpan.FromSeconds(3)), "1 s per batch");
        Assert.That(splunk.Reports, Has.Count.EqualTo(3));
        Assert.That(splunk.Reports.Select(report => report.Warning), Is.All.EndsWith(
            $": HTTP 200: {text} (code {code}). {advice}, and sending slows down."));
        Assert.That(splunk.Delivery.Statistics.Warnings, Is.EqualTo(3));
    }

    [TestCase(502, 0)]
    [TestCase(503, 17)]
    [TestCase(500, 24)]
    [TestCase(500, 13)]
    [TestCase(503, 4)]
    [TestCase(429, 13)]
    [Description("A gateway can have codes of its own.")]
    public async Task Code_that_does_not_fit_the_status_does_not_count(int status, int code)
    {
        await using var splunk = await SplunkDelivery.StartAsync();
        splunk.Service.Inject(new ServiceFault.Respond(FakeSplunk.Reply(status, code, "Gateway")));
        await splunk.DeliverAsync(Pages.Of(1));
        Assert.That(splunk.Uuids(), Is.EqualTo(new[] { "E0" }));
        Assert.That(splunk.DeadLetters.Read(), Is.Empty);
        Assert.That(splunk.Reports[0].RequiresOperator, Is.False);
        Assert.That(splunk.Reports[0].Failure, Does.Contain($"HTTP {status}"));
    }

    [TestCase(0)]
    [TestCase(8)]
    [TestCase(9)]
    [TestCase(26)]
    public async Task Body_that_is_too_large_is_halved_whatever_its_code(int code)
    {
        await using var splunk = await SplunkDelivery.StartAsync();
        splunk.Service.Choose = request =>
            request.Body.Length > 800 ? new ServiceFault.Respond(FakeSplunk.Reply(413, code, "Too large")) : null;
        await splunk.DeliverAsync(Pages.Of(10));
        Assert.That(splunk.Uuids(), Is.EqualTo(Pages.Of(10).Select(one => one.Uuid)));
    }

    [TestCase("<html>Sign in</html>")]
    [TestCase("""{"text":"Success","code":4294967296}""")]
    [TestCase("[]")]
    [TestCase("""{"text":"Success"}""")]
    [TestCase("""{"text":"Success","code":"0"}""")]
    [TestCase("""{"text":"\ud800","code":99}""")]
    public async Task Success_that_is_not_from_HEC_is_not_a_delivery(string body)
    {
        await using var splunk = await SplunkDelivery.StartAsync();
        splunk.Service.Inject(200, body);
        await splunk.DeliverAsync(Pages.Of(1));
        Assert.That(splunk.Uuids(), Is.EqualTo(new[] { "E0" }));
        Assert.That(splunk.Reports[0].Failure, Does.EndWith("It is not a response of HEC."));
    }

    [Test, Property("Statement", 12)]
    [Description("Without acknowledgment, an accepted event is called accepted, not indexed.")]
    public async Task Guarantee_without_acknowledgment_is_accepted()
    {
        await using var splunk = await SplunkDelivery.StartAsync();
        Assert.That(splunk.Delivery.Destination.Guarantee, Is.EqualTo("at least once; accepted, not confirmed as indexed"));
        await using var confirmed = await SplunkDelivery.StartAcknowledgedAsync();
        Assert.That(confirmed.Delivery.Destination.Guarantee, Is.EqualTo("at least once; confirmed as indexed"));
    }

    [TestCase("services/collector")]
    [TestCase("services/collector/event")]
    [TestCase("services/collector/event/1.0")]
    public async Task Address_may_have_the_path_of_the_collector(string path)
    {
        await using var splunk = await SplunkDelivery.StartAsync(options => options with { Url = new Uri(options.Url, path) });
        await splunk.DeliverAsync(Pages.Of(1));
        Assert.That(splunk.Uuids(), Is.EqualTo(new[] { "E0" }));
    }

    [TestCase("http://splunk.example.com:8088")]
    [TestCase("https://splunk.example.com:8088/?token=x")]
    [TestCase("https://user:pass@splunk.example.com:8088")]
    public void Unsafe_address_is_rejected(string url) => Assert.That(
        () => new SplunkDestination(new SplunkOptions { Url = new Uri(url), Token = "tok" }), Throws.ArgumentException);
}
