using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OnePassword.Events.Tests.Pipeline.Transport;

/// <summary>Bytes of a server or proxy that are not HTTP appear in no exception and no log.</summary>
public sealed class ForeignTextTests
{
    private const string Token = "header0AbCdEfGh.payload1IjKlMnOp_QrSt-UvWx.signature2YzAbCdEf";

    private static readonly TestCaseData[] Responses =
    [
        new TestCaseData(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"cur{\"uuid\":\"E1\",\"name\":\"Jane Roe\",\"email\":\"jane@example.com\",\"ip\":\"203.0.113.9\"}\r\n",
            new[] { "Jane", "jane@", "203.0.113.9" }).SetArgDisplayNames("an event instead of the end of a chunk"),
        new TestCaseData(
            $"HTTP/1.1 {Token} nonsense\r\n\r\n", new[] { Token[..12] }).SetArgDisplayNames("the token in the status line"),
        new TestCaseData(
            "HTTP/9.9 \u001b[31mred\u001b[0m\r\n\r\n", new[] { "\u001b", "[31m" }).SetArgDisplayNames(
                "escape sequences in the status line"),
        new TestCaseData(
            "HTTP/1.1 200 OK\r\njane@example.com\r\n\r\n", new[] { "jane@" }).SetArgDisplayNames("an event instead of a header"),
        new TestCaseData(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\njane@example.com\r\n", new[] { "jane@" }).SetArgDisplayNames(
                "an event instead of the length of a chunk"),
    ];

    [TestCaseSource(nameof(Responses))]
    public async Task A_response_that_is_not_HTTP_is_never_quoted(string response, string[] secrets)
    {
        await using var server = new RawServer(_ => Task.FromResult(Encoding.Latin1.GetBytes(response)));
        using var logs = new LogCapture();
        var options = EmulatorFixture.Options(new Uri($"http://{server.Authority}"));
        options.LoggerFactory = logs.Factory();
        using var client = new EventsClient(Token, options);
        var error = Assert.ThrowsAsync<EventsConnectionException>(async () => await client.AuditEvents.ReadAsync().ToListAsync());
        Assert.That((error.Reason, error.Attempts), Is.EqualTo((EventsFailure.Unreachable, EmulatorFixture.Attempts)));
        Assert.That(error.Message, Does.Contain("the response is not valid HTTP"));
        Quotes(secrets, [error.ToString(), .. logs.Records.Select(LogCapture.Text)]);
    }

    [Test]
    public async Task The_log_of_the_applications_HttpClient_does_not_quote_the_response()
    {
        await using var server = new RawServer(
            _ => Task.FromResult(Encoding.Latin1.GetBytes($"HTTP/1.1 {Token} nonsense\r\n\r\n")));
        using var logs = new LogCapture();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(logs.Provider));
        services.AddOnePasswordEvents(options =>
        {
            (options.Token, options.Region, options.TimeProvider) = (
                Token, EventsRegion.At(new Uri($"http://{server.Authority}")), new IsolatedClock());
            options.Resilience.Retry.MaxRetryAttempts = 0;
        }).AddDefaultLogger();
        await using var provider = services.BuildServiceProvider();
        Assert.ThrowsAsync<EventsConnectionException>(() => provider.GetRequiredService<EventsClient>().IntrospectAsync());
        Assert.That(
            logs.Records.Where(
                line => line.Exception is not null && line.Category!.StartsWith("System.Net.Http", StringComparison.Ordinal)),
            Is.Not.Empty,
            "it logs the exception");
        Quotes([Token[..12]], [.. logs.Records.Select(LogCapture.Text)]);
    }

    [TestCase(407, "requires credentials")]
    [TestCase(403, "did not open a connection (403)")]
    public async Task A_proxy_that_rejects_the_request_is_not_retried_and_its_password_is_never_shown(int status, string says)
    {
        await using var proxy = new RawServer(
            _ => Task.FromResult(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n")));
        using var handler = new SocketsHttpHandler { Proxy = new WebProxy(new Uri($"http://user:pa55word@{proxy.Authority}")) };
        using var logs = new LogCapture();
        var options = EmulatorFixture.Options(new Uri("https://events.example.com"));
        options.LoggerFactory = logs.Factory();
        using var client = new EventsClient(handler, Token, options);
        var error = Assert.ThrowsAsync<EventsConnectionException>(() => client.IntrospectAsync());
        Assert.That((error.Reason, error.Attempts), Is.EqualTo((EventsFailure.ProxyRejected, 1)));
        Assert.That(error.Message, Does.Contain("no connection to events.example.com").And.Contain(says));
        Quotes(["pa55word"], [error.ToString(), .. logs.Records.Select(LogCapture.Text)]);
    }

    [Test]
    public async Task A_failing_proxy_is_retried()
    {
        await using var proxy = new RawServer(_ => Task.FromResult("HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n"u8.ToArray()));
        using var handler = new SocketsHttpHandler { Proxy = new WebProxy(new Uri($"http://{proxy.Authority}")) };
        using var client = new EventsClient(handler, Token, EmulatorFixture.Options(new Uri("https://events.example.com")));
        var error = Assert.ThrowsAsync<EventsConnectionException>(() => client.IntrospectAsync());
        Assert.That((error.Reason, error.Attempts), Is.EqualTo((EventsFailure.Unreachable, EmulatorFixture.Attempts)));
    }

    private static void Quotes(string[] secrets, string[] told) =>
        Assert.That(
            secrets.Where(secret => Array.Exists(told, text => text.Contains(secret, StringComparison.Ordinal))),
            Is.Empty,
            string.Join('\n', told));
}
