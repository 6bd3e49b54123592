using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace OnePassword.Events.Tests;

/// <summary>Each failure has a type and a line that says what happened, where, and what to do.</summary>
public sealed class FailureTests
{
    [TestCase(400, """{"Error":{"Message":"Bad Request"}}""", "Bad Request", "cursor")]
    [TestCase(401, """{"Error":{"Message":"Unauthorized"}}""", "Unauthorized", "issued without auditevents")]
    [TestCase(401, """{"status":401,"message":"Unauthorized access"}""", "Unauthorized access", "revoked")]
    [TestCase(404, "404 page not found", null, "not the address")]
    [TestCase(429, "", null, "too many requests")]
    [TestCase(500, """{"Error":{"Message":"Internal Server Error"}}""", "Internal Server Error", "server's side")]
    [TestCase(502, "<html><body>Bad Gateway</body></html>", null, "server's side")]
    [TestCase(204, "", null, "no such answer")]
    [TestCase(302, "", null, "redirects")]
    [TestCase(418, """{"Error":"teapot"}""", null, "no such answer")]
    [TestCase(500, """{"Error":{"Message":7},"message":"second"}""", "second", "server's side")]
    [TestCase(500, """{"Error":{"Message":""}}""", null, "server's side")]
    [TestCase(500, """["Error"]""", null, "server's side")]
    [TestCase(500, """{"Error":""", null, "server's side")]
    public void An_answer_that_is_no_success_tells_status_message_and_what_to_do(int status, string body, string? message, string advice)
    {
        var error = Read<EventsApiException>(new StubServer().Answers((HttpStatusCode)status, body));
        Assert.That(error, Has.Property("StatusCode").EqualTo((HttpStatusCode)status).And.Property("ServerMessage").EqualTo(message)
            .And.Property("Feed").EqualTo("auditevents").And.Property("Region").EqualTo(EventsRegion.Europe));
        Assert.That(error.Message, Does.StartWith($"auditevents at eu: the server answered {status}").And.Contain(advice).And.Contain(message ?? ""));
        Assert.That(error.ToString(), Does.Not.Contain(StubServer.Token).And.Not.Contain("<html>").And.Not.Contain("page not found"));
    }

    [Test]
    public void The_servers_message_is_bounded_and_printable()
    {
        var error = Read<EventsApiException>(new StubServer().Answers(
            HttpStatusCode.BadRequest, $$$"""{"Error":{"Message":"a\u001b[31m\n{{{new string('b', 10_000)}}}"}}"""));
        Assert.That(error.ServerMessage, Does.StartWith("a[31mbbb").And.Length.EqualTo(201).And.EndsWith("…"));
    }

    [Test]
    public void Introspection_refused_speaks_of_the_token_only()
    {
        using var client = new StubServer().Answers(HttpStatusCode.Unauthorized, """{"Error":{"Message":"Unauthorized"}}""").Client();
        var error = Assert.ThrowsAsync<EventsApiException>(() => client.IntrospectAsync());
        Assert.That(error.Message, Is.EqualTo("introspect at eu: the server answered 401 \"Unauthorized\": the token is wrong, expired or revoked."));
    }

    [Test]
    public void The_wait_that_the_server_asks_for_is_read_as_seconds_and_as_a_date()
    {
        var now = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
        var seconds = Read<EventsApiException>(Throttling(new(TimeSpan.FromSeconds(17))), now);
        var date = Read<EventsApiException>(Throttling(new(now.AddSeconds(90))), now);
        var past = Read<EventsApiException>(Throttling(new(now.AddSeconds(-90))), now);
        Assert.That(new[] { seconds.RetryAfter, date.RetryAfter, past.RetryAfter }, Is.EqualTo(new[] { TimeSpan.FromSeconds(17), TimeSpan.FromSeconds(90), TimeSpan.Zero }));
        Assert.That(date.Message, Does.Contain("in 90 s"));

        static StubServer Throttling(System.Net.Http.Headers.RetryConditionHeaderValue wait) =>
            new StubServer().Answers(HttpStatusCode.TooManyRequests, "", headers: headers => headers.RetryAfter = wait);
    }

    [Test]
    public void A_server_that_cannot_be_reached_is_a_connection_failure()
    {
        var error = Read<EventsConnectionException>(new StubServer().Fails(new HttpRequestException("Connection refused", new SocketException(111))));
        Assert.That(error.Message, Does.StartWith("auditevents at eu: no connection to events.1password.eu").And.Contain("refused"));
        Assert.That(error.InnerException, Is.InstanceOf<HttpRequestException>());
    }

    [Test]
    public void A_certificate_that_is_refused_is_said_to_be_that()
    {
        var error = Read<EventsConnectionException>(new StubServer().Fails(
            new HttpRequestException("The SSL connection could not be established", new AuthenticationException("The remote certificate is invalid"))));
        Assert.That(error.Message, Does.Contain("no secure connection").And.Contain("certificate is invalid"));
    }

    [Test]
    public void An_answer_that_breaks_off_is_a_connection_failure() =>
        Assert.That(Read<EventsConnectionException>(new StubServer().Fails(new IOException("The response ended prematurely"))).Message, Does.Contain("prematurely"));

    [Test]
    public void A_time_out_of_the_given_client_is_a_connection_failure_and_no_cancellation() =>
        Assert.That(Read<EventsConnectionException>(new StubServer().Fails(new TaskCanceledException("timeout", new TimeoutException()))).Message, Does.Contain("in time"));

    [Test]
    public void All_failures_are_one_family() =>
        Assert.That(
            typeof(EventsException).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Exception))),
            Is.All.Matches<Type>(type => type == typeof(EventsException) || type.IsSubclassOf(typeof(EventsException))));

    private static TException Read<TException>(StubServer server, DateTimeOffset now = default)
        where TException : Exception
    {
        using var client = server.Client(new EventsClientOptions { TimeProvider = new FakeClock(now == default ? DateTimeOffset.UnixEpoch : now) });
        return Assert.ThrowsAsync<TException>(async () => await client.AuditEvents.ReadAsync().ToListAsync());
    }
}
