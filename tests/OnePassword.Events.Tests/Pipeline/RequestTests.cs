namespace OnePassword.Events.Tests.Pipeline;

/// <summary>The requests on the wire.</summary>
public sealed class RequestTests
{
    private const string LastPage = """{"cursor":"c2","has_more":false,"items":[]}""";

    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private static readonly TestCaseData[] Feeds =
    [
        new((EventsClient client) => client.AuditEvents, "https://events.1password.eu/api/v2/auditevents"),
        new((EventsClient client) => client.ItemUsages, "https://events.1password.eu/api/v2/itemusages"),
        new((EventsClient client) => client.SignInAttempts, "https://events.1password.eu/api/v2/signinattempts"),
        new((EventsClient client) => client.V1.AuditEvents, "https://events.1password.eu/api/v1/auditevents"),
        new((EventsClient client) => client.V1.ItemUsages, "https://events.1password.eu/api/v1/itemusages"),
        new((EventsClient client) => client.V1.SignInAttempts, "https://events.1password.eu/api/v1/signinattempts"),
    ];

    [TestCaseSource(nameof(Feeds))]
    public async Task A_read_starts_with_a_time_range_and_continues_with_the_cursor_only(
        Func<EventsClient, IEventFeed> feed, string uri)
    {
        var server = new StubServer().Responds("""{"cursor":"c1","has_more":true,"items":[]}""").Responds(LastPage);
        using var client = server.Client();
        await feed(client).ReadRawAsync(EventQuery.Between(Now - TimeSpan.FromHours(2), Now, pageSize: 500)).ToListAsync();

        Assert.That(server.Requests.Select(request => request.Method), Is.All.EqualTo("POST"));
        Assert.That(server.Requests.Select(request => request.Uri), Is.EqualTo(new[] { uri, uri }));
        Assert.That(server.Requests.Select(request => request.ContentType), Is.All.EqualTo("application/json"));
        Assert.That(server.Requests.Select(request => request.Body), Is.EqualTo(new[]
        {
            """{"limit":500,"start_time":"2026-01-31T10:00:00Z","end_time":"2026-01-31T12:00:00Z"}""",
            """{"cursor":"c1"}""",
        }));
    }

    [Test]
    public async Task Typed_and_raw_reading_send_the_same_requests()
    {
        var server = new StubServer().Responds(LastPage).Responds(LastPage);
        using var client = server.Client();
        var query = EventQuery.Between(Now.AddDays(-1), Now);
        await client.AuditEvents.ReadAsync(query).ToListAsync();
        await client.AuditEvents.ReadRawAsync(query).ToListAsync();
        Assert.That(server.Requests[0], Is.EqualTo(server.Requests[1]));
    }

    [Test]
    public async Task A_read_without_a_query_requests_everything_that_the_API_keeps()
    {
        var server = new StubServer().Responds(LastPage);
        using var client = server.Client(new EventsClientOptions { TimeProvider = new FakeTimeProvider(Now) });
        await client.AuditEvents.ReadAsync().ToListAsync();
        Assert.That(server.Requests[0].Body, Is.EqualTo("""{"limit":1000,"start_time":"2025-10-03T12:00:00Z"}"""));
    }

    [Test]
    public async Task A_read_after_a_cursor_sends_only_the_cursor()
    {
        var server = new StubServer().Responds(LastPage);
        using var client = server.Client();
        await client.ItemUsages.ReadAsync(EventQuery.After("kept")).ToListAsync();
        Assert.That(server.Requests[0].Body, Is.EqualTo("""{"cursor":"kept"}"""));
    }

    [Test]
    public async Task Each_request_carries_the_token_the_application_and_the_library()
    {
        var server = new StubServer().Responds(LastPage);
        using var client = server.Client(new EventsClientOptions { Application = "siem/1.2" });
        await client.ItemUsages.ReadAsync().ToListAsync();
        Assert.That(server.Requests[0].Headers, Does.Contain($"Authorization: Bearer {StubServer.Token}"));
        Assert.That(server.Requests[0].Headers, Does.Match(@"User-Agent: siem/1\.2 OnePassword\.Events/\d+\.\d+\.\d+"));
        Assert.That(server.Requests[0].Headers, Does.Contain("Accept: application/json"));
    }

    [Test]
    public void An_application_name_that_is_invalid_in_a_header_is_rejected() =>
        Assert.That(
            () => new StubServer().Client(new EventsClientOptions { Application = "a/b/c\r\n" }), Throws.ArgumentException);

    [Test]
    public async Task Introspection_uses_the_path_of_its_API_version()
    {
        var server = new StubServer()
            .Responds("""{"uuid":"U","issued_at":"2026-01-01T00:00:00Z","features":["auditevents"],"account_uuid":"A"}""")
            .Responds("""{"UUID":"U","IssuedAt":"2026-01-01T00:00:00Z","Features":["itemusages"]}""");
        using var client = server.Client();
        var (v2, v1) = (await client.IntrospectAsync(), await client.V1.IntrospectAsync());

        Assert.That(
            v2,
            Has.Property("Uuid").EqualTo("U").And.Property("AccountUuid").EqualTo("A").And.Property("Features").EqualTo(
                new[] { "auditevents" }));
        Assert.That(v1, Has.Property("Uuid").EqualTo("U").And.Property("Features").EqualTo(new[] { "itemusages" }));
        Assert.That(server.Requests.Select(request => $"{request.Method} {request.Uri} {request.Body}"), Is.EqualTo(new[]
        {
            "GET https://events.1password.eu/api/v2/auth/introspect ",
            "GET https://events.1password.eu/api/auth/introspect ",
        }));
    }

    [Test]
    public async Task The_path_of_an_explicit_address_is_kept()
    {
        var server = new StubServer().Responds(LastPage);
        using var client = server.Client(
            new EventsClientOptions { Region = EventsRegion.At(new Uri("https://proxy.example/1password")) });
        await client.AuditEvents.ReadAsync().ToListAsync();
        Assert.That(server.Requests[0].Uri, Is.EqualTo("https://proxy.example/1password/api/v2/auditevents"));
    }

    [Test]
    public void Disposing_a_client_closes_only_its_own_connections([Values] bool own)
    {
        var server = new StubServer();
        var options = new EventsClientOptions { Region = EventsRegion.Europe };
        var client = own
            ? new EventsClient(new HttpMessageInvoker(server), options, StubServer.Token)
            : new EventsClient(server, StubServer.Token, options);
        client.Dispose();
        Assert.That(server.IsDisposed, Is.EqualTo(own));
    }

    [Test]
    public async Task The_callers_HttpClient_keeps_its_headers_and_stays_usable()
    {
        var server = new StubServer().Responds(LastPage).Responds("{}");
        using var http = new HttpClient(server);
        using (var client = new EventsClient(http, StubServer.Token, new EventsClientOptions { Region = EventsRegion.Europe }))
            await client.AuditEvents.ReadAsync().ToListAsync();

        Assert.That(http.DefaultRequestHeaders, Is.Empty);
        await http.GetStringAsync(new Uri("https://elsewhere.example/"));
        Assert.That(server.Requests[1].Headers, Does.Not.Contain(StubServer.Token));
    }
}
