using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace OnePassword.Events.Tests.Pipeline;

/// <summary>Each failure has a type, and a message with the problem, the place and the remedy.</summary>
public sealed class FailureTests
{
    [TestCase(400, """{"Error":{"Message":"Bad Request"}}""", EventsFailure.BadRequest, "Bad Request", "does not accept this request")]
    [TestCase(401, """{"Error":{"Message":"Unauthorized"}}""", EventsFailure.TokenRejected, "Unauthorized", "issued without auditevents")]
    [TestCase(401, """{"status":401,"message":"Unauthorized access"}""", EventsFailure.TokenRejected, "Unauthorized access", "revoked")]
    [TestCase(404, "404 page not found", EventsFailure.UnexpectedStatus, null, "not the address")]
    [TestCase(408, "", EventsFailure.ServerFailed, null, "server's side")]
    [TestCase(500, """{"Error":{"Message":"Internal Server Error"}}""", EventsFailure.ServerFailed, "Internal Server Error", "server's side")]
    [TestCase(502, "<html><body>Bad Gateway</body></html>", EventsFailure.ServerFailed, null, "server's side")]
    [TestCase(204, "", EventsFailure.UnexpectedStatus, null, "does not document this status")]
    [TestCase(300, "", EventsFailure.Redirected, null, "Redirects")]
    [TestCase(302, "", EventsFailure.Redirected, null, "Redirects")]
    [TestCase(403, "", EventsFailure.TokenRejected, null, "revoked")]
    [TestCase(418, """{"Error":"teapot"}""", EventsFailure.UnexpectedStatus, null, "does not document this status")]
    [TestCase(500, """{"Error":{"Message":7},"message":"second"}""", EventsFailure.ServerFailed, "second", "server's side")]
    [TestCase(500, """{"Error":{"Message":""}}""", EventsFailure.ServerFailed, null, "server's side")]
    [TestCase(500, """["Error"]""", EventsFailure.ServerFailed, null, "server's side")]
    [TestCase(500, """{"Error":""", EventsFailure.ServerFailed, null, "server's side")]
    public void A_response_with_an_error_status_becomes_an_exception_with_status_message_and_advice(
        int status, string body, EventsFailure reason, string? message, string advice)
    {
        var error = Read<EventsApiException>(new StubServer().Responds((HttpStatusCode)status, body));
        Assert.That(error, Has.Property("StatusCode").EqualTo((HttpStatusCode)status).And.Property("ServerMessage").EqualTo(
            message)
            .And.Property("Reason").EqualTo(reason).And.Property("Feed").EqualTo("auditevents")
            .And.Property("Region").EqualTo(EventsRegion.Europe).And.Property("Attempts").EqualTo(1));
        Assert.That(
            error.Message,
            Does.StartWith($"auditevents at eu: the server returned {status}").And.Contain(advice).And.Contain(message ?? ""));
        Assert.That(
            error.ToString(), Does.Not.Contain(StubServer.Token).And.Not.Contain("<html>").And.Not.Contain("page not found"));
    }

    [Test]
    public void A_rejected_cursor_has_its_own_reason_and_advice()
    {
        var server = new StubServer().Responds(HttpStatusCode.BadRequest, """{"Error":{"Message":"Bad Request"}}""");
        var error = Read<EventsApiException>(server, EventQuery.After("damaged"));
        Assert.That(error.Reason, Is.EqualTo(EventsFailure.CursorRejected));
        Assert.That(error.Message, Does.Contain("EventQuery.Since").And.Contain("uuid").And.Not.Contain("damaged;"));
    }

    [Test]
    public void A_feed_that_the_token_does_not_include_has_its_own_reason()
    {
        var server = new StubServer().Responds(HttpStatusCode.Unauthorized, "");
        using var client = new EventsClient(
            server,
            Tokens.WithClaims("""{"1password.com/fts":["itemusages"]}"""),
            new EventsClientOptions { Region = EventsRegion.Europe });
        var error = Assert.ThrowsAsync<EventsApiException>(async () => await client.AuditEvents.ReadAsync().ToListAsync());
        Assert.That(error.Reason, Is.EqualTo(EventsFailure.FeatureMissing));
        Assert.That(error.Message, Does.Contain("issued without auditevents"));
    }

    [TestCase("", EventsFailure.EmptyResponse)]
    [TestCase(" \r\n", EventsFailure.EmptyResponse)]
    [TestCase("<!DOCTYPE html><html>Sign in to the proxy</html>", EventsFailure.NotJson)]
    [TestCase("OK", EventsFailure.NotJson)]
    [TestCase("""{"cursor":"c","items":[{"uuid":"E1"}""", EventsFailure.MalformedJson)]
    [TestCase("""{"cursor":"c","items":[{"uuid":"E1",}]}""", EventsFailure.MalformedJson)]
    [TestCase("""{"cursor":"c","items":[/* none */]}""", EventsFailure.MalformedJson)]
    [TestCase("{'cursor':'c','items':[]}", EventsFailure.MalformedJson)]
    [TestCase("404 page not found", EventsFailure.MalformedJson)]
    [TestCase("""{"items":[{"uuid":"E1"}]}""", EventsFailure.UnexpectedResponse)]
    [TestCase("""{}""", EventsFailure.UnexpectedResponse)]
    public void A_success_that_is_not_a_page_throws_with_the_reason(string body, EventsFailure reason)
    {
        var error = Read<EventsResponseException>(new StubServer().Responds(body));
        Assert.That(error.Reason, Is.EqualTo(reason));
        Assert.That(error.ToString(), Does.Not.Contain("E1").And.Not.Contain("Sign in to"));
    }

    [Test]
    public void The_message_of_the_server_is_short_and_printable()
    {
        var error = Read<EventsApiException>(new StubServer().Responds(
            HttpStatusCode.BadRequest, $$$"""{"Error":{"Message":"a\u001b[31m\n{{{new string('b', 10_000)}}}"}}"""));
        Assert.That(error.ServerMessage, Does.StartWith("a[31m bbb").And.Length.EqualTo(201).And.EndsWith("…"));
    }

    [Test]
    public void A_token_that_the_server_quotes_is_removed_from_its_message()
    {
        var error = Read<EventsApiException>(new StubServer().Responds(
            HttpStatusCode.Unauthorized, $$"""{"message":"bad token Bearer {{StubServer.Token}}"}"""));
        Assert.That(error.ServerMessage, Is.EqualTo("bad token Bearer (the token)"));
        Assert.That(error.ToString(), Does.Not.Contain(StubServer.Token));
    }

    [TestCase("gzip")]
    [TestCase("deflate")]
    [TestCase("br")]
    public void A_malformed_compressed_response_is_a_response_failure(string encoding)
    {
        var body = new byte[400];
        new Random(1).NextBytes(body);
        using var decompressed = encoding switch
        {
            "gzip" => new GZipStream(new MemoryStream(body), CompressionMode.Decompress),
            "deflate" => new DeflateStream(new MemoryStream(body), CompressionMode.Decompress),
            _ => (Stream)new BrotliStream(new MemoryStream(body), CompressionMode.Decompress),
        };
        var error = Read<EventsResponseException>(new StubServer().Responds(HttpStatusCode.OK, decompressed));
        Assert.That(error.Reason, Is.EqualTo(EventsFailure.MalformedJson));
    }

    [Test]
    public void A_response_after_a_redirect_of_the_callers_client_is_rejected()
    {
        var server = new StubServer { RespondsFrom = new Uri("https://elsewhere.example/") }.Responds(
            """{"cursor":"c","items":[{"uuid":"forged"}]}""");
        Assert.That(Read<EventsResponseException>(server).Reason, Is.EqualTo(EventsFailure.Redirected));
    }

    [Test]
    public async Task A_handler_of_the_application_may_rewrite_the_address()
    {
        await using var gateway = RawServer.Page();
        using var handler = new Rewriting(gateway.Authority) { InnerHandler = new SocketsHttpHandler() };
        using var client = new EventsClient(
            handler, StubServer.Token, EmulatorFixture.Options(new Uri("https://events.example.com")));
        Assert.That(await client.AuditEvents.ReadAsync().ToListAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public void A_rejected_response_is_disposed()
    {
        using var body = new MemoryStream("{}"u8.ToArray());
        Read<EventsResponseException>(
            new StubServer { RespondsFrom = new Uri("https://elsewhere.example/") }.Responds(HttpStatusCode.OK, body));
        Assert.That(body.CanRead, Is.False, "a response that is not disposed keeps its connection busy");
    }

    [Test]
    public void A_rejected_introspection_names_only_the_token_as_the_cause()
    {
        using var client = new StubServer().Responds(HttpStatusCode.Unauthorized, """{"Error":{"Message":"Unauthorized"}}""").Client();
        var error = Assert.ThrowsAsync<EventsApiException>(() => client.IntrospectAsync());
        Assert.That(
            error.Message,
            Is.EqualTo("introspect at eu: the server returned 401 \"Unauthorized\". The token is wrong, expired or revoked."));
    }

    [Test]
    public void RetryAfter_of_the_exception_is_parsed_from_seconds_and_from_a_date()
    {
        var now = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
        var seconds = Read<EventsRateLimitException>(Throttling(new(TimeSpan.FromSeconds(17))), clock: now);
        var date = Read<EventsRateLimitException>(Throttling(new(now.AddSeconds(90))), clock: now);
        var past = Read<EventsRateLimitException>(Throttling(new(now.AddSeconds(-90))), clock: now);
        Assert.That(
            new[] { seconds.RetryAfter, date.RetryAfter, past.RetryAfter },
            Is.EqualTo(new[] { TimeSpan.FromSeconds(17), TimeSpan.FromSeconds(90), TimeSpan.Zero }));
        Assert.That(date.Message, Does.Contain("in 90 s"));

        static StubServer Throttling(System.Net.Http.Headers.RetryConditionHeaderValue wait) =>
            new StubServer().Responds(HttpStatusCode.TooManyRequests, "", headers: headers => headers.RetryAfter = wait);
    }

    [Test]
    public void An_unreachable_server_is_a_connection_failure()
    {
        var error = Read<EventsConnectionException>(
            new StubServer().Fails(
                new HttpRequestException("Connection refused", new SocketException((int)SocketError.ConnectionRefused))));
        Assert.That(error.Reason, Is.EqualTo(EventsFailure.Unreachable));
        Assert.That(
            error.Message,
            Does.StartWith("auditevents at eu: no connection to events.1password.eu").And.Contain("no server listens"));
        Assert.That(
            error.InnerException,
            Is.InstanceOf<SocketException>().With.Property("SocketErrorCode").EqualTo(SocketError.ConnectionRefused));
    }

    [Test]
    public void An_invalid_certificate_is_named_as_the_cause()
    {
        var error = Read<EventsConnectionException>(new StubServer().Fails(
            new HttpRequestException(
                "The SSL connection could not be established",
                new AuthenticationException("The remote certificate is invalid"))));
        Assert.That(error.Message, Does.Contain("no secure connection").And.Contain("certificate is invalid"));
    }

    [Test]
    public void A_response_that_is_cut_off_is_a_connection_failure() =>
        Assert.That(
            Read<EventsConnectionException>(new StubServer().Responds(HttpStatusCode.OK, new CutOff())).Message,
            Does.Contain("the response ended prematurely"));

    [Test]
    public void A_timeout_of_the_callers_client_is_a_connection_failure_and_not_a_cancellation() =>
        Assert.That(
            Read<EventsConnectionException>(new StubServer().Fails(new TaskCanceledException("timeout", new TimeoutException()))).Message,
            Does.Contain("in time"));

    [Test]
    public void All_request_failures_derive_from_EventsException() =>
        Assert.That(
            typeof(EventsException).Assembly.GetExportedTypes().Where(
                type => type.IsSubclassOf(typeof(Exception)) && type != typeof(CheckpointException)),
            Is.All.Matches<Type>(type => type == typeof(EventsException) || type.IsSubclassOf(typeof(EventsException))));

    private sealed class CutOff : MemoryStream
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("cut off");
    }

    private sealed class Rewriting(string gateway) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri($"http://{gateway}{request.RequestUri!.AbsolutePath}");
            return base.SendAsync(request, cancellationToken);
        }
    }

    private static TException Read<TException>(StubServer server, EventQuery? query = null, DateTimeOffset? clock = null)
        where TException : Exception
    {
        using var client = server.Client(new EventsClientOptions
        {
            TimeProvider = new FakeTimeProvider(clock ?? DateTimeOffset.UnixEpoch),
            Resilience = { Retry = { MaxRetryAttempts = 0 } },
        });
        return Assert.ThrowsAsync<TException>(async () => await client.AuditEvents.ReadAsync(query).ToListAsync());
    }
}
