using System.Security.Cryptography;
using System.Text;

namespace OnePassword.Events.Destinations.Tests.Https;

/// <summary>The requests to an HTTPS endpoint.</summary>
public sealed class HttpsRequestTests
{
    [Test]
    public async Task Method_headers_and_secrets_are_sent()
    {
        await using var endpoint = await HttpsDelivery.StartAsync(options => options with
        {
            Method = HttpMethod.Put,
            Headers = new Dictionary<string, DestinationSecret>(StringComparer.OrdinalIgnoreCase)
            {
                ["X-Plain"] = "plain",
                ["X-Secret"] = DestinationSecret.From(_ => ValueTask.FromResult("secret")),
            },
            BearerToken = "tok",
        });
        await endpoint.DeliverAsync(Pages.Of(2));
        var request = endpoint.Service.Requests.Single();
        Assert.That((request.Method, request.Header("X-Plain"), request.Header("X-Secret")), Is.EqualTo(("PUT", "plain", "secret")));
        Assert.That(request.Header("Authorization"), Is.EqualTo("Bearer tok"));
        Assert.That(request.Header("Content-Type"), Is.EqualTo("application/x-ndjson"));
    }

    [TestCase("naïve")]
    [TestCase("two\nlines")]
    public async Task Secret_that_no_header_can_have_stops_the_delivery_until_it_is_corrected(string invalid)
    {
        var secret = invalid;
        var source = DestinationSecret.From(_ => ValueTask.FromResult(secret));
        foreach (var isBearer in new[] { false, true })
        {
            secret = invalid;
            await using var endpoint = await HttpsDelivery.StartAsync(options => isBearer
                ? options with { BearerToken = source }
                : options with { Headers = new Dictionary<string, DestinationSecret>(StringComparer.Ordinal) { ["X-Key"] = source } });
            var delivering = Task.Run(() => endpoint.DeliverAsync(Pages.Of(1))); // Without a request, it does not yield.
            await Wait.UntilAsync(() => endpoint.Reports.Count > 0);
            secret = "valid";
            await delivering;
            var report = endpoint.Reports[0];
            Assert.That((report.RequiresOperator, report.SecretRejected), Is.EqualTo((true, true)));
            Assert.That(report.Failure, Does.EndWith(
                $": the secret of the header {(isBearer ? "Authorization" : "X-Key")} has a control character, "
                    + "or one that is not ASCII. Correct the secret."));
            Assert.That(endpoint.Service.Requests, Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task Basic_authorization_is_sent()
    {
        await using var endpoint = await HttpsDelivery.StartAsync(options => options with { UserName = "user", Password = "pass:é" });
        await endpoint.DeliverAsync(Pages.Of(1));
        var header = endpoint.Service.Requests.Single().Header("Authorization")!.Split(' ');
        Assert.That(header[0], Is.EqualTo("Basic"));
        Assert.That(Encoding.UTF8.GetString(Convert.FromBase64String(header[1])), Is.EqualTo("user:pass:é"));
    }

    [Test]
    public async Task Array_is_one_JSON_array_per_batch()
    {
        await using var endpoint = await HttpsDelivery.StartAsync(options => options with
        {
            Body = HttpsBody.Array,
            Limits = new BatchLimits { MaxEvents = 2 },
        });
        await endpoint.DeliverAsync(Pages.Of(3));
        Assert.That(endpoint.Service.Requests.Select(request => request.Text), Is.EqualTo(new[]
        {
            $"[{Pages.Event("E0")},{Pages.Event("E1")}]",
            $"[{Pages.Event("E2")}]",
        }));
        Assert.That(endpoint.Service.Requests.First().Header("Content-Type"), Is.EqualTo("application/json"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Signature_covers_time_and_body(bool gzip)
    {
        byte[]? sent = null;
        using var recorder = new Recorder(bytes => sent = bytes);
        await using var endpoint = await HttpsDelivery.StartAsync(options => options with
        {
            SigningSecret = "key",
            SignatureHeader = "X-Hub-Signature",
            TimestampHeader = "X-Hub-Time",
            Gzip = gzip,
            Handler = recorder,
        });
        await endpoint.DeliverAsync(Pages.Of(2));
        var request = endpoint.Service.Requests.Single();
        Assert.That(request.Header("X-Hub-Time"), Is.EqualTo("1769860800"));
        var expected = HMACSHA256.HashData("key"u8, [.. "1769860800."u8, .. sent!]);
        Assert.That(request.Header("X-Hub-Signature"), Is.EqualTo($"sha256={Convert.ToHexStringLower(expected)}"));
    }

    [Test]
    public async Task Idempotency_key_is_the_same_for_the_same_events_only()
    {
        await using var endpoint = await HttpsDelivery.StartAsync(options => options with { Format = EventFormat.Envelope });
        endpoint.Service.Inject(503);
        await endpoint.DeliverAsync(Pages.Of(2));
        await endpoint.DeliverAsync(Pages.Of(2), Pages.Origin with { ReadAt = Pages.Now.AddHours(1) });
        await endpoint.DeliverAsync(Pages.Of(3));
        await endpoint.DeliverAsync(Pages.Of(2), Pages.Origin with { Feed = FeedNames.ItemUsages });
        var keys = endpoint.Service.Requests.Select(request => request.Header("Idempotency-Key")!).ToList();
        Assert.That(keys[0], Does.Match("^ACCOUNTUUID0000000000000000/auditevents/[0-9a-f]{32}$"));
        Assert.That(keys[..3], Is.All.EqualTo(keys[0]), "retry and restart");
        Assert.That(keys[2..], Is.Unique);
    }

    [Test]
    public async Task Idempotency_key_of_an_unknown_account_says_so()
    {
        await using var endpoint = await HttpsDelivery.StartAsync();
        await endpoint.DeliverAsync(Pages.Of(1), Pages.Origin with { Account = null, AccountUuid = null });
        Assert.That(endpoint.Service.Requests.Single().Header("Idempotency-Key"), Does.StartWith("unknown/auditevents/"));
    }

    [TestCase("https://siem.example.com/services/collect?key=s3cret", null, "https://siem.example.com/services/collect")]
    [TestCase("https://siem.example.com:8443/", null, "https://siem.example.com:8443")]
    [TestCase("https://siem.example.com/hook/0A1b2C3d4E5f6G7h8I9j0K", null, "https://siem.example.com/hook/…")]
    [TestCase("https://siem.example.com/receiver/v1", "s3cret", "https://siem.example.com/…")]
    [Description("The path says which input of the server it is. The query, and what looks like a secret, are not shown.")]
    public void Name_is_the_address_with_its_path_and_without_secrets(string url, string? pathSecret, string name)
    {
        using var destination = new HttpsDestination(new HttpsOptions
        {
            Url = new Uri(url),
            PathSecret = pathSecret is null ? null : DestinationSecret.From(pathSecret),
        });
        Assert.That(destination.Name, Is.EqualTo(name));
    }

    [Test]
    public void Name_of_a_preset_whose_address_is_secret_is_its_server()
    {
        using var sumo = new HttpsDestination(HttpsPresets.SumoLogic(new Uri("https://collectors.sumologic.com/receiver/v1/http/"), "s3cret"));
        Assert.That(sumo.Name, Is.EqualTo("Sumo Logic at https://collectors.sumologic.com"));
    }

    [Test]
    public async Task Redirect_is_not_followed_and_stops_the_delivery()
    {
        await using var other = await FakeEndpoint.StartAsync();
        await using var endpoint = await HttpsDelivery.StartAsync(options => options with { BearerToken = "tok" });
        var redirect = new ServiceReply(307);
        redirect.Headers["Location"] = other.Url.ToString();
        endpoint.Service.Inject(new ServiceFault.Respond(redirect));
        await endpoint.DeliverAsync(Pages.Of(1));
        Assert.That(other.Requests, Is.Empty);
        Assert.That(endpoint.Reports[0].Failure, Does.EndWith("The address redirects, which is not followed. Use the new address."));
        Assert.That(endpoint.Reports[0].RequiresOperator, Is.True);
    }

    [Test]
    public async Task Statuses_of_success_are_configurable()
    {
        await using var endpoint = await HttpsDelivery.StartAsync(options => options with { SuccessStatuses = [202, 409] });
        endpoint.Service.Inject(204);
        endpoint.Service.Inject(409);
        await endpoint.DeliverAsync(Pages.Of(1));
        Assert.That(endpoint.Reports[0].Failure, Does.EndWith("HTTP 204. The statuses of success are 202, 409. Check the address."));
        Assert.That(endpoint.Service.Requests, Has.Count.EqualTo(2));
        Assert.That(endpoint.DeadLetters.Read(), Is.Empty);
    }

    [Test, Property("Statement", 22)]
    [Description("A new field of the API arrives without a release, byte for byte.")]
    public async Task Bytes_of_an_event_are_kept()
    {
        byte[] bytes = [.. "{\"uuid\":\"A\",\"new\":{\"n\":1.10e2,\"n\":\""u8, 0xFF, .. "\\u0000\\ud800é\"}}"u8];
        await using var endpoint = await HttpsDelivery.StartAsync(options => options with { Body = HttpsBody.Array });
        await endpoint.DeliverAsync([RawEvent.Parse(bytes)]);
        Assert.That(endpoint.Service.Requests.Single().Body, Is.EqualTo((byte[])[(byte)'[', .. bytes, (byte)']']));
    }

    [Test, Property("Statement", 24)]
    [Description("The check sends no event.")]
    public async Task Check_reaches_the_endpoint_and_sends_no_event()
    {
        await using var endpoint = await HttpsDelivery.StartAsync(options => options with { BearerToken = "tok" });
        endpoint.Service.Inject(405);
        Assert.That((await endpoint.ProbeAsync()).Select(result => (result.Status, result.Text)), Is.EqualTo(new[]
        {
            (ProbeStatus.Ok, "The endpoint can be reached."),
            (ProbeStatus.Note, "The first event shows whether the endpoint accepts events."),
        }));
        endpoint.Service.Token = "other";
        var failed = (await endpoint.ProbeAsync()).Single();
        Assert.That((failed.Status, failed.Text), Is.EqualTo((ProbeStatus.Failed, "HTTP 401. Check the token and its rights.")));
        Assert.That(endpoint.Service.Requests.Select(request => request.Body), Is.All.Empty);
    }

    [TestCase(404, ProbeStatus.Note, "The endpoint responds to HEAD with HTTP 404. Check the address if it does not accept events.")]
    [TestCase(503, ProbeStatus.Failed, "HTTP 503")]
    [TestCase(501, ProbeStatus.Ok, "The endpoint can be reached.")]
    public async Task Check_shows_a_status_that_is_not_success(int status, ProbeStatus expected, string text)
    {
        await using var endpoint = await HttpsDelivery.StartAsync();
        endpoint.Service.Inject(status);
        var result = (await endpoint.ProbeAsync())[0];
        Assert.That((result.Status, result.Text), Is.EqualTo((expected, text)));
    }

    [Test]
    public void Contradicting_options_are_rejected()
    {
        var options = new HttpsOptions { Url = new Uri("https://example.com") };
        HttpsOptions[] invalid =
        [
            options with { Url = new Uri("http://example.com") },
            options with { UserName = "user" },
            options with { Password = "pass" },
            options with { BearerToken = "tok", UserName = "user", Password = "pass" },
            options with { Headers = new Dictionary<string, DestinationSecret>(StringComparer.Ordinal) { ["Content-Type"] = "x" } },
            options with { SignatureHeader = "not a header" },
        ];
        foreach (var one in invalid)
            Assert.That(() => new HttpsDestination(one), Throws.ArgumentException);
    }

    private sealed class Recorder(Action<byte[]> record) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false })
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            record(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
