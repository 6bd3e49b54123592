namespace OnePassword.Events.Destinations.Tests.Https;

/// <summary>The presets for services, each against its fake.</summary>
public sealed class HttpsPresetTests
{
    private static readonly string[] All = [.. Pages.Of(2_500).Select(one => one.ToString())];

    [Test]
    public async Task Datadog_receives_each_event_as_the_message_of_a_log()
    {
        await using var datadog = await StartAsync(
            await FakeDatadog.StartAsync(), service => HttpsPresets.Datadog(service.ApiKey, url: new Uri(service.Url, "api/v2/logs")));
        await datadog.DeliverAsync(Pages.Of(2_500), Pages.Origin with { Account = "a\"cme" });
        Assert.That(datadog.Service.Logs.Select(log => log.GetProperty("message").GetString()), Is.EqualTo(All));
        var log = datadog.Service.Logs[0];
        Assert.That(log.GetProperty("ddsource").GetString(), Is.EqualTo("1password"));
        Assert.That(log.GetProperty("ddtags").GetString(), Is.EqualTo("account:a\"cme,feed:auditevents,api:v2"));
        Assert.That(datadog.Delivery.Destination.Name, Does.StartWith("Datadog at http://"));
    }

    [Test]
    public async Task Datadog_does_not_receive_events_that_it_would_truncate()
    {
        await using var datadog = await StartAsync(
            await FakeDatadog.StartAsync(), service => HttpsPresets.Datadog(service.ApiKey, url: new Uri(service.Url, "api/v2/logs")));
        await datadog.DeliverAsync([.. Pages.Of(1), Pages.Event("LARGE", $",\"text\":\"{new string('x', 1_000_000)}\"")]);
        Assert.That(datadog.Service.Logs, Has.Count.EqualTo(1));
        Assert.That(datadog.DeadLetters.Read().Single().Reason, Does.EndWith("Datadog truncates events above 1000000. Store it with another output, such as files."));
    }

    [Test, Property("Statement", 24)]
    [Description("The check proves the API key without an event.")]
    public async Task Datadog_check_proves_the_API_key()
    {
        await using var datadog = await StartAsync(await FakeDatadog.StartAsync(), service =>
        {
            var options = HttpsPresets.Datadog("datadog-key", url: new Uri(service.Url, "api/v2/logs"));
            return options with { Preset = options.Preset! with { CheckUrl = new Uri(service.Url, "api/v1/validate") } };
        });
        Assert.That((await datadog.ProbeAsync()).Select(result => result.Status), Is.EqualTo(new[] { ProbeStatus.Ok, ProbeStatus.Note }));
        datadog.Service.ApiKey = "other";
        Assert.That((await datadog.ProbeAsync()).Single().Status, Is.EqualTo(ProbeStatus.Failed));
        Assert.That(datadog.Service.Logs, Is.Empty);
    }

    [Test]
    public async Task Sumo_Logic_receives_lines_at_its_secret_address()
    {
        await using var sumo = await StartAsync(
            await FakeSumoLogic.StartAsync(), service => HttpsPresets.SumoLogic(new Uri(service.Url, "receiver/v1/http/"), service.Secret));
        await sumo.DeliverAsync(Pages.Of(2_500));
        Assert.That(sumo.Service.Lines.Select(line => line.Line), Is.EqualTo(All));
        Assert.That(sumo.Service.Lines.Select(line => (line.Category, line.Name)).Distinct(), Is.EqualTo(new[] { ("1password/auditevents", "acme") }));
        sumo.Service.Secret = "other";
        var delivering = sumo.DeliverAsync(Pages.Of(1));
        await Wait.UntilAsync(() => sumo.Reports.Count > 0);
        sumo.Service.Secret = "ZaVnC4dhaV==";
        await delivering;
        Assert.That(sumo.Reports[0].SecretRejected, Is.True);
        Assert.That(sumo.Reports.Select(report => report.Failure ?? ""), Has.None.Contains("ZaVnC4dhaV"));
    }

    [TestCase(FeedNames.AuditEvents, "ONEPASSWORD_AUDIT_EVENTS")]
    [TestCase(FeedNames.ItemUsages, "ONEPASSWORD")]
    [TestCase(FeedNames.SignInAttempts, "ONEPASSWORD")]
    public async Task Google_SecOps_receives_each_event_with_the_log_type_of_its_parser(string feed, string type)
    {
        await using var google = await StartGoogleAsync();
        var unusual = Pages.Event("A", ",\"text\":\"\\u0000\\ud800 \\\"é\\n\"");
        await google.DeliverAsync([unusual, .. Pages.Of(2)], Pages.Origin with { Feed = feed });
        Assert.That(google.Service.Logs, Is.EqualTo(new[] { (type, unusual.ToString()), (type, All[0]), (type, All[1]) }));
    }

    [Test]
    public async Task Google_access_token_is_reused_until_it_is_rejected_or_old()
    {
        await using var google = await StartGoogleAsync();
        await google.DeliverAsync(Pages.Of(1));
        await google.DeliverAsync(Pages.Of(1));
        Assert.That(Exchanges(), Is.EqualTo(1));
        google.Clock.Advance(TimeSpan.FromMinutes(56));
        await google.DeliverAsync(Pages.Of(1));
        Assert.That(Exchanges(), Is.EqualTo(2));
        google.Service.AccessToken = "token-2";
        await google.DeliverAsync(Pages.Of(1));
        Assert.That(Exchanges(), Is.EqualTo(3));
        Assert.That(google.Service.Logs, Has.Count.EqualTo(4));

        int Exchanges() => google.Service.Requests.Count(request => request.Path == "/token");
    }

    [TestCase(1_200, 14, 16)]
    [TestCase(60, 0, 1)]
    public async Task Google_access_token_is_replaced_before_it_expires(int lifetime, int reused, int replaced)
    {
        await using var google = await StartGoogleAsync();
        google.Service.Lifetime = lifetime;
        await google.DeliverAsync(Pages.Of(1));
        google.Clock.Advance(TimeSpan.FromMinutes(reused));
        await google.DeliverAsync(Pages.Of(1));
        Assert.That(google.Service.Requests.Count(request => request.Path == "/token"), Is.EqualTo(1));
        google.Clock.Advance(TimeSpan.FromMinutes(replaced - reused));
        await google.DeliverAsync(Pages.Of(1));
        Assert.That(google.Service.Requests.Count(request => request.Path == "/token"), Is.EqualTo(2));
    }

    [TestCase("not JSON")]
    [TestCase("{}")]
    [TestCase("""{"token_uri":"https://example.com/token","client_email":"a","private_key":"none"}""")]
    [TestCase("""{"token_uri":"http://example.com/token","client_email":"a","private_key":"none"}""")]
    public async Task Invalid_Google_key_stops_the_delivery(string key)
    {
        await using var google = await StartAsync(
            await FakeGoogleSecOps.StartAsync(),
            service => HttpsPresets.GoogleSecOps(key, FakeGoogleSecOps.CustomerId) with { Url = service.Url },
            options => options with { RetryFor = TimeSpan.FromMinutes(1) });
        Assert.That(() => google.DeliverAsync(Pages.Of(1)), Throws.TypeOf<DestinationException>().With.Message.EndsWith(
            "The key of the service account is invalid. Create a JSON key in the Google Cloud console."));
        Assert.That((await google.ProbeAsync()).Single().Status, Is.EqualTo(ProbeStatus.Failed));
        Assert.That(google.Service.Requests, Is.Empty);
    }

    [Test]
    public async Task Panther_receives_lines_within_its_limit()
    {
        await using var panther = await StartAsync(
            await FakePanther.StartAsync(), service => HttpsPresets.Panther(new Uri(service.Url, "http/source"), service.Token));
        var text = new string('x', 1_000);
        var events = Enumerable.Range(0, 1_000).Select(i => Pages.Event(Pages.Uuid(i), $",\"text\":\"{text}\"")).ToList();
        await panther.DeliverAsync(events);
        Assert.That(panther.Service.Lines, Is.EqualTo(events.Select(one => one.ToString())));
        Assert.That(panther.Reports, Is.Empty);
    }

    private static async Task<TestDelivery<FakeGoogleSecOps>> StartGoogleAsync() => await StartAsync(
        await FakeGoogleSecOps.StartAsync(),
        service => HttpsPresets.GoogleSecOps(service.ServiceAccount, FakeGoogleSecOps.CustomerId) with
        {
            Url = new Uri(service.Url, "v2/unstructuredlogentries:batchCreate"),
        });

    private static Task<TestDelivery<TService>> StartAsync<TService>(
        TService service, Func<TService, HttpsOptions> options, Func<DeliveryOptions, DeliveryOptions>? configure = null)
        where TService : FakeService => Task.FromResult(new TestDelivery<TService>(
            service, (fake, clock) => new HttpsDestination(options(fake) with { Clock = clock }), configure));
}
