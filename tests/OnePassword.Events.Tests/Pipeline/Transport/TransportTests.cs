using System.Net;
using System.Net.Sockets;
using System.Text;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Pipeline.Transport;

/// <summary>Proxies, redirects, unreachable addresses, and the caller's own transports.</summary>
public sealed class TransportTests
{
    private const string Token = "t0ken-for-transport";

    [TestCase(301)]
    [TestCase(302)]
    [TestCase(307)]
    [TestCase(308)]
    public async Task A_redirect_throws_and_its_target_receives_no_request(int status)
    {
        await using var target = RawServer.Page();
        await using var fixture = await EmulatorFixture.StartAsync();
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Location"] = $"http://{target.Authority}/api/v2/auditevents" };
        fixture.With(new Fault { Mode = FaultMode.Redirect, Status = status, Headers = headers, Times = int.MaxValue });
        var error = Assert.ThrowsAsync<EventsApiException>(() => fixture.ReadAuditEventsAsync());
        Assert.That(
            error,
            Has.Property("Reason").EqualTo(EventsFailure.Redirected).And.Property("StatusCode").EqualTo((HttpStatusCode)status));
        Assert.That(error.Message, Does.Contain("Redirects are not followed"));
        Assert.That(target.Connections, Is.Zero);
        Assert.That(fixture.Emulator.Requests, Has.Count.EqualTo(1));
    }

    [TestCase(302)]
    [TestCase(307)]
    public async Task A_redirect_that_the_callers_client_follows_throws(int status)
    {
        await using var target = RawServer.Page();
        await using var server = new RawServer(
            _ => Task.FromResult(RawServer.Redirect(status, $"http://{target.Authority}/api/v2/auditevents")));
        using var http = new HttpClient();
        using var client = new EventsClient(http, Token, EmulatorFixture.Options(new Uri($"http://{server.Authority}")));
        var error = Assert.ThrowsAsync<EventsResponseException>(async () => await client.AuditEvents.ReadAsync().ToListAsync());
        Assert.That(error, Has.Property("Reason").EqualTo(EventsFailure.Redirected).And.Property("Attempts").EqualTo(1));
        Assert.That(error.Message, Does.Contain("AllowAutoRedirect = false"));
        Assert.That(target.Requests, Has.Count.EqualTo(1).And.None.Contains(Token), ".NET followed, but left the token behind");
    }

    [Test]
    public async Task A_proxy_tunnels_https_and_sees_nothing_of_the_content()
    {
        using var authority = new TestAuthority();
        await using var server = RawServer.Page(authority.Issue("server"));
        await using var proxy = new TunnelProxy(server.Authority);
        using var handler = new SocketsHttpHandler { Proxy = new WebProxy($"http://{proxy.Authority}"), AllowAutoRedirect = false, SslOptions = authority.Trusted() };
        using var client = new EventsClient(
            handler, Token, EmulatorFixture.Options(new Uri($"https://{TestAuthority.HostName}:8443")));
        Assert.That(await client.AuditEvents.ReadAsync().ToListAsync(), Has.Count.EqualTo(1));
        Assert.That(
            proxy.Requests.Single(), Does.StartWith($"CONNECT {TestAuthority.HostName}:8443 HTTP/1.1").And.Not.Contain(Token));
        Assert.That(proxy.Seen, Is.Not.Empty.And.Not.Contain("auditevents").And.Not.Contain(Token));
        Assert.That(
            server.Requests.Single(), Does.Contain("POST /api/v2/auditevents").And.Contain($"Authorization: Bearer {Token}"));
    }

    [Test]
    public async Task A_proxy_of_the_callers_handler_carries_every_request()
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        await using var proxy = new RawServer(request => ForwardAsync(request, fixture.Emulator.BaseAddress));
        using var handler = new SocketsHttpHandler { Proxy = new WebProxy($"http://{proxy.Authority}"), AllowAutoRedirect = false };
        using var client = new EventsClient(
            handler, fixture.Emulator.Token, EmulatorFixture.Options(fixture.Emulator.BaseAddress));
        Assert.That(await EmulatorFixture.ReadAsync(client.AuditEvents), Is.EqualTo(fixture.All()));
        Assert.That(
            proxy.Requests,
            Has.Count.EqualTo(4).And.All.StartsWith($"POST {fixture.Emulator.BaseAddress}api/v2/auditevents HTTP/1.1"));
    }

    [Test]
    public void An_address_without_a_server_is_retried_and_then_throws()
    {
        var nowhere = RawServer.Nowhere();
        using var client = new EventsClient(Token, EmulatorFixture.Options(new Uri($"http://{nowhere}")));
        var error = Assert.ThrowsAsync<EventsConnectionException>(() => client.IntrospectAsync());
        Assert.That(
            error,
            Has.Property("Reason").EqualTo(EventsFailure.Unreachable).And.Property("Attempts").EqualTo(EmulatorFixture.Attempts));
        Assert.That(
            error.Message,
            Does.StartWith($"introspect at {nowhere}, {EmulatorFixture.Attempts} attempts: no connection to {nowhere}"));
    }

    [Test]
    public async Task A_timeout_of_the_callers_client_is_a_timeout()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromMilliseconds(200) };
        await using var fixture = await EmulatorFixture.StartAsync(
            options => options.Retry.MaxRetryAttempts = 0, create: (emulator, options) => new EventsClient(
                http, emulator.Token, options));
        fixture.With(new Fault { Mode = FaultMode.Stall });
        var error = Assert.ThrowsAsync<EventsConnectionException>(() => fixture.ReadAuditEventsAsync());
        Assert.That(error.Reason, Is.EqualTo(EventsFailure.TimedOut));
    }

    [Test]
    public async Task A_timeout_of_the_callers_client_ends_one_attempt_and_is_retried()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromMilliseconds(500) };
        await using var fixture = await EmulatorFixture.StartAsync(
            create: (emulator, options) => new EventsClient(http, emulator.Token, options));
        fixture.With(new Fault { Mode = FaultMode.Stall, After = 1 });
        Assert.That(await fixture.ReadAuditEventsAsync(), Is.EqualTo(fixture.All()));
    }

    [Test]
    public async Task A_connect_timeout_of_the_callers_handler_is_retried()
    {
        var connects = 0;
        using var handler = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromMilliseconds(100) };
        handler.ConnectCallback = async (context, cancellationToken) =>
        {
            if (++connects == 1)
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        };
        await using var fixture = await EmulatorFixture.StartAsync(
            create: (emulator, options) => new EventsClient(handler, emulator.Token, options));
        Assert.That(await fixture.ReadAuditEventsAsync(), Is.EqualTo(fixture.All()));
        Assert.That(connects, Is.GreaterThanOrEqualTo(2));
    }

    /// <summary>A plain proxy: forwards the request to its target, and the whole response back.</summary>
    private static async Task<byte[]> ForwardAsync(string request, Uri target)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(target.Host, target.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        return Encoding.Latin1.GetBytes((await HttpText.ReadAsync(stream, CancellationToken.None))!);
    }
}
