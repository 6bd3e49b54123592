namespace OnePassword.Events.Destinations.Tests;

/// <summary>The delivery to an OpenTelemetry collector, in both encodings.</summary>
[TestFixture(OtlpEncoding.Protobuf)]
[TestFixture(OtlpEncoding.Json)]
public sealed class OtlpDestinationTests(OtlpEncoding encoding)
{
    private static readonly string[] Ten = [.. Enumerable.Range(0, 10).Select(Pages.Uuid)];

    [Test]
    public async Task Page_is_delivered_in_order_with_the_sent_bytes_as_bodies()
    {
        await using var collector = await Collector.StartAsync(encoding);
        await collector.DeliverAsync(Pages.Of(500));
        Assert.That(collector.Uuids, Is.EqualTo(Enumerable.Range(0, 500).Select(Pages.Uuid)));
        Assert.That(collector.Service.Logs.Select(log => log.Text), Is.EqualTo(Pages.Of(500).Select(sent => sent.ToString())));
        Assert.That(collector.Service.Logs, Is.All.Matches<CollectedLog>(log => log.IsText));
        Assert.That(collector.Service.Requests, Has.Count.EqualTo(3).And.All.Matches<ServiceRequest>(request => request.IsCompressed));
    }

    [Test, Property("Statement", 20)]
    [Description("Event times keep nine digits.")]
    public async Task Time_keeps_nine_digits()
    {
        await using var collector = await Collector.StartAsync(encoding);
        var log = await collector.LogOfAsync(Pages.Raw("""{"uuid":"U","timestamp":"2026-01-31T13:59:59.123456789+02:00"}"""));
        Assert.That(log.Time, Is.EqualTo(1769860799123456789));
        Assert.That(log.ObservedTime, Is.EqualTo(1769860800000000000));
        Assert.That((await collector.LogOfAsync(Pages.Raw("""{"uuid":"U"}"""))).Time, Is.Zero);
    }

    [Test, Property("Statement", 21)]
    [Description("Feed, account and API version are stated, not guessed.")]
    public async Task Feed_account_and_version_come_from_the_origin()
    {
        await using var collector = await Collector.StartAsync(encoding);
        var log = await collector.LogOfAsync(
            Pages.Event("U", ",\"country\":\"CA\""), Pages.Origin with { Feed = FeedNames.ItemUsages, ApiVersion = "v1" });
        Assert.That(log.EventName, Is.EqualTo("onepassword.item_usage"));
        Assert.That(log.Attributes["onepassword.feed"], Is.EqualTo("itemusages"));
        Assert.That(log.Attributes["onepassword.api_version"], Is.EqualTo("v1"));
        Assert.That(log.Attributes["onepassword.account_uuid"], Is.EqualTo("ACCOUNTUUID0000000000000000"));
        Assert.That(log.Resource["service.name"], Is.EqualTo("1password"));
        Assert.That(log.Resource["onepassword.account"], Is.EqualTo("acme"));
    }

    [TestCase("success", 9, "INFO")]
    [TestCase("firewall_reported_success", 9, "INFO")]
    [TestCase("mfa_failed", 13, "WARN")]
    [TestCase("modern_version_old", 13, "WARN")]
    public async Task Failed_sign_in_is_a_warning(string category, int severity, string text)
    {
        await using var collector = await Collector.StartAsync(encoding);
        var log = await collector.LogOfAsync(
            Pages.Raw($$$"""
                {"uuid":"U","category":"{{{category}}}","type":"mfa_bad","session_uuid":"S","target_user":{"uuid":"W","email":"w@example.com"},
                 "client":{"ip_address":"192.0.2.1"}}
                """),
            Pages.Origin with { Feed = FeedNames.SignInAttempts });
        Assert.That((log.Severity, log.SeverityText, log.EventName), Is.EqualTo((severity, text, "onepassword.signin_attempt")));
        Assert.That(log.Attributes["user.id"], Is.EqualTo("W"));
        Assert.That(log.Attributes["user.email"], Is.EqualTo("w@example.com"));
        Assert.That(log.Attributes["client.address"], Is.EqualTo("192.0.2.1"));
        Assert.That(log.Attributes["session.id"], Is.EqualTo("S"));
    }

    [TestCase(",\"new\":{\"a\":[1]},\"action\":\"delete\"")]
    [TestCase(",\"aux_info\":\"\\u0000\\ud800\",\"type\":\"\\udc00\\u0000\"")]
    [Property("Statement", 23)]
    [Description("New fields, duplicate keys, U+0000 and unpaired surrogates pass unchanged in the body.")]
    public async Task Unusual_event_passes_with_its_bytes(string more)
    {
        await using var collector = await Collector.StartAsync(encoding);
        var sent = Pages.Event("U", more);
        var log = await collector.LogOfAsync(sent);
        Assert.That(log.Text, Is.EqualTo(sent.ToString()));
        Assert.That(log.Attributes["onepassword.action"], Is.EqualTo("create"));
    }

    [Test, Property("Statement", 22)]
    [Description("A new field of the API arrives without a release.")]
    public async Task New_field_is_in_the_body()
    {
        await using var collector = await Collector.StartAsync(encoding);
        Assert.That((await collector.LogOfAsync(Pages.Event("U", ",\"new\":1"))).Text, Does.EndWith(",\"new\":1}"));
    }

    [Test, Property("Statement", 23)]
    [Description("An event of 1 MB passes.")]
    public async Task Large_event_passes()
    {
        await using var collector = await Collector.StartAsync(encoding);
        var sent = Pages.Event("U", $",\"aux_info\":\"{new string('€', 400_000)}\"");
        Assert.That((await collector.LogOfAsync(sent)).Text, Is.EqualTo(sent.ToString()));
    }

    [Test, Property("Statement", 23)]
    [Description("Invalid UTF-8 passes as bytes, since a string of protobuf must be valid.")]
    public async Task Invalid_utf8_is_sent_as_bytes()
    {
        await using var collector = await Collector.StartAsync(encoding);
        byte[] bytes = [.. "{\"uuid\":\"U\",\"aux_info\":\""u8, 0xFF, .. "\"}"u8];
        var log = await collector.LogOfAsync(RawEvent.Parse(bytes));
        Assert.That((log.IsText, log.Body), Is.EqualTo((false, bytes)));
    }

    [Test]
    [Description("Partial success: the receiver says how many, not which. All of the batch become dead letters, and counted by the receiver.")]
    public async Task Partial_success_makes_dead_letters_of_the_whole_batch_and_sends_nothing_twice()
    {
        await using var collector = await Collector.StartAsync(encoding);
        collector.Service.Rejects = log => log.Text.Contains("poison", StringComparison.Ordinal);
        collector.Service.Message = "too long";
        await collector.DeliverAsync([.. Pages.Of(10), Pages.Event("P", ",\"poison\":1")]);

        Assert.That(collector.Uuids, Is.EqualTo(Ten));
        Assert.That(collector.Service.Requests, Has.Count.EqualTo(1));
        var letters = collector.DeadLetters.Read();
        Assert.That(letters.Select(letter => letter.Event.Uuid), Is.EqualTo(Ten.Append("P")));
        Assert.That(letters[0].Reason, Is.EqualTo("The receiver rejected 1 of these 11 events and does not say which: too long"));
        var statistics = collector.Delivery.Statistics;
        Assert.That((statistics.Delivered, statistics.DeadLetters), Is.EqualTo((10, 11)));
    }

    [Test]
    public async Task Partial_success_that_rejects_most_events_makes_dead_letters_of_the_request_once_and_stops_the_delivery()
    {
        await using var collector = await Collector.StartAsync(encoding, retryFor: TimeSpan.FromMinutes(1));
        collector.Service.Rejects = _ => true;
        Assert.That(() => collector.DeliverAsync(Pages.Of(100)), Throws.TypeOf<DestinationException>());
        Assert.That(collector.DeadLetters.Read(), Has.Count.EqualTo(100), "one request, which must not be repeated");
        Assert.That(collector.Service.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Message_of_a_success_is_a_warning()
    {
        await using var collector = await Collector.StartAsync(encoding);
        collector.Service.Message = "use less";
        await collector.DeliverAsync(Pages.Of(10));
        Assert.That(collector.Reports.Single().Warning, Does.EndWith("use less"));
        Assert.That(collector.Uuids, Is.EqualTo(Ten));
        Assert.That(collector.DeadLetters.Read(), Is.Empty);
    }

    [TestCase(429)]
    [TestCase(502)]
    [TestCase(503)]
    [TestCase(504)]
    [Property("Statement", 17)]
    [Description("Only these statuses are retried, after Retry-After.")]
    public async Task Retryable_status_is_retried_after_the_requested_wait(int status)
    {
        await using var collector = await Collector.StartAsync(encoding);
        collector.Service.Inject(new ServiceFault.Respond(new ServiceReply(status).RetryAfter("17")), new ServiceFault.Abort());
        await collector.DeliverAsync(Pages.Of(10));
        Assert.That(collector.Reports[0].RetryIn, Is.EqualTo(TimeSpan.FromSeconds(17)));
        Assert.That(collector.Reports.Take(2), Is.All.Matches<DeliveryReport>(report => !report.RequiresOperator));
        Assert.That(collector.Uuids, Is.EqualTo(Ten));
    }

    [Test]
    public async Task Header_that_cannot_be_sent_stops_the_delivery_until_its_secret_is_corrected()
    {
        var key = "two\nlines";
        var headers = new Dictionary<string, DestinationSecret>(StringComparer.Ordinal)
        {
            ["x-api-key"] = DestinationSecret.From(_ => ValueTask.FromResult(key)),
        };
        await using var collector = await Collector.StartAsync(encoding, options => options with { Headers = headers });
        var delivering = collector.DeliverAsync(Pages.Of(1));
        await Wait.UntilAsync(() => collector.Reports.Count > 0);
        Assert.That(collector.Reports[0].Failure, Does.EndWith(
            ": the secret of the header x-api-key has a control character, or one that is not ASCII. Correct the secret."));
        Assert.That(collector.Reports[0].SecretRejected, Is.True);
        key = "one-line";
        await delivering;
        Assert.That(collector.Service.Requests.Single().Header("x-api-key"), Is.EqualTo("one-line"));
    }

    [TestCase(401)]
    [TestCase(403)]
    [TestCase(404)]
    [TestCase(408)]
    [TestCase(415)]
    [TestCase(500)]
    [TestCase(501)]
    [Property("Statement", 7)]
    [Description("Other statuses must not be retried: the destination stops, and writes no dead letter.")]
    public async Task Other_status_stops_the_delivery_and_writes_no_dead_letter(int status)
    {
        await using var collector = await Collector.StartAsync(encoding, retryFor: TimeSpan.FromMinutes(1));
        collector.Service.Inject(status, "no");
        Assert.That(() => collector.DeliverAsync(Pages.Of(10)), Throws.TypeOf<DestinationException>());
        Assert.That(collector.Service.Requests, Has.Count.EqualTo(1));
        Assert.That(collector.DeadLetters.Read(), Is.Empty);
    }

    [TestCase(400)]
    [TestCase(413)]
    [Property("Statement", 19)]
    [Description("400 and 413 halve the batch down to one event, which becomes a dead letter.")]
    public async Task Rejected_request_is_halved_and_one_event_becomes_a_dead_letter(int status)
    {
        await using var collector = await Collector.StartAsync(encoding, options => options with { Gzip = false });
        collector.Service.Choose = request =>
            request.Text.Contains("poison", StringComparison.Ordinal) ? new ServiceFault.Respond(new ServiceReply(status, "no")) : null;
        await collector.DeliverAsync([.. Pages.Of(10), Pages.Event("P", ",\"poison\":1")]);
        Assert.That(collector.Uuids, Is.EqualTo(Ten));
        Assert.That(collector.DeadLetters.Read().Single().Event.Uuid, Is.EqualTo("P"));
    }

    [TestCase("<html>")]
    [TestCase("ok")]
    [TestCase("{\"partialSuccess\":{\"rejectedLogRecords\":\"many\"}}")]
    [Property("Statement", 11)]
    [Description("A success that cannot be read is never a delivery.")]
    public async Task Success_that_is_not_otlp_is_not_a_delivery(string body)
    {
        await using var collector = await Collector.StartAsync(encoding);
        collector.Service.Inject(200, body);
        await collector.DeliverAsync(Pages.Of(10));
        Assert.That(collector.Reports[0].Failure, Does.Contain("This is not a response of OTLP."));
        Assert.That(collector.Uuids, Is.EqualTo(Ten));
    }

    [Test, Property("Statement", 24)]
    [Description("The check sends an empty request.")]
    public async Task Check_sends_an_empty_request_with_the_headers()
    {
        await using var collector = await Collector.StartAsync(
            encoding,
            options => options with { Headers = new Dictionary<string, DestinationSecret>(StringComparer.Ordinal) { ["x-api-key"] = "k1" } });
        collector.Service.Key = "k1";
        var results = await collector.Destination.ProbeAsync([Pages.Origin]);
        Assert.That(results.Select(result => result.Status), Is.EqualTo(new[] { ProbeStatus.Ok, ProbeStatus.Note }));
        Assert.That(results[1].Text, Does.Contain("9 fractional digits"));
        Assert.That(collector.Service.Requests.Single().Text, Is.EqualTo(encoding == OtlpEncoding.Json ? "{}" : ""));
        collector.Service.Key = "k2";
        results = await collector.Destination.ProbeAsync([Pages.Origin]);
        Assert.That((results[0].Status, results[0].Text.Contains("401", StringComparison.Ordinal)), Is.EqualTo((ProbeStatus.Failed, true)));
        Assert.That(results[0].Text, Does.Not.Contain("k1"));
    }

    [Test]
    public void Header_of_the_content_is_rejected() => Assert.That(
        () => new OtlpDestination(new OtlpOptions
        {
            Url = new Uri("https://otlp.example.com"),
            Encoding = encoding,
            Headers = new Dictionary<string, DestinationSecret>(StringComparer.Ordinal) { ["Content-Type"] = "text/plain" },
        }),
        Throws.ArgumentException);
}
