using System.Net;
using System.Net.Sockets;
using System.Text;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Pipeline.Transport;

/// <summary>Proxies, redirects, dead addresses, and transports of the caller's own.</summary>
public sealed class TransportTests
{
    private const string Token = "t0ken-for-transport";

    [TestCase(301)]
    [TestCase(302)]
    [TestCase(307)]
    [TestCase(308)]
    public async Task A_redirect_is_an_error_and_its_target_hears_nothing(int status)
    {
        await using var target = RawServer.Page();
        await using var rig = await EmulatorFixture.StartAsync();
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Location"] = $"http://{target.Authority}/api/v2/auditevents" };
        rig.With(new Fault { Mode = FaultMode.Redirect, Status = status, Headers = headers, Times = int.MaxValue });
        var error = Assert.ThrowsAsync<EventsApiException>(() => rig.ReadAuditEventsAsync());
        Assert.That(error, Has.Property("Reason").EqualTo(EventsFailure.Redirected).And.Property("StatusCode").EqualTo((HttpStatusCode)status));
        Assert.That(error.Message, Does.Contain("redirects are not followed"));
        Assert.That(target.Connections, Is.Zero);
        Assert.That(rig.Emulator.Requests, Has.Count.EqualTo(1));
    }

    [TestCase(302)]
    [TestCase(307)]
    public async Task A_redirect_that_the_callers_client_follows_by_itself_is_an_error_all_the_same(int status)
    {
        await using var target = RawServer.Page();
        await using var server = new RawServer(_ => Task.FromResult(RawServer.Redirect(status, $"http://{target.Authority}/api/v2/auditevents")));
        using var http = new HttpClient();
        using var client = new EventsClient(http, Token, EmulatorFixture.Options(new Uri($"http://{server.Authority}"), new IsolatedClock()));
        var error = Assert.ThrowsAsync<EventsResponseException>(async () => await client.AuditEvents.ReadAsync().ToListAsync());
        Assert.That(error, Has.Property("Reason").EqualTo(EventsFailure.Redirected).And.Property("Attempts").EqualTo(1));
        Assert.That(error.Message, Does.Contain("AllowAutoRedirect = false"));
        Assert.That(target.Requests, Has.Count.EqualTo(1).And.None.Contains(Token), ".NET followed, but left the token behind");
    }

    [Test]
    public async Task A_proxy_is_asked_for_a_tunnel_to_https_and_sees_nothing_of_what_goes_through()
    {
        using var authority = new TestAuthority();
        await using var server = RawServer.Page(authority.Issue("server"));
        await using var proxy = new TunnelProxy(server.Authority);
        using var handler = new SocketsHttpHandler { Proxy = new WebProxy($"http://{proxy.Authority}"), AllowAutoRedirect = false, SslOptions = authority.Trusted() };
        using var client = new EventsClient(handler, Token, EmulatorFixture.Options(new Uri($"https://{TestAuthority.HostName}:8443"), new IsolatedClock()));
        Assert.That(await client.AuditEvents.ReadAsync().ToListAsync(), Has.Count.EqualTo(1));
        Assert.That(proxy.Asked.Single(), Does.StartWith($"CONNECT {TestAuthority.HostName}:8443 HTTP/1.1").And.Not.Contain(Token));
        Assert.That(proxy.Seen, Is.Not.Empty.And.Not.Contain("auditevents").And.Not.Contain(Token));
        Assert.That(server.Requests.Single(), Does.Contain("POST /api/v2/auditevents").And.Contain($"Authorization: Bearer {Token}"));
    }

    [Test]
    public async Task A_proxy_of_the_callers_handler_carries_every_request()
    {
        await using var rig = await EmulatorFixture.StartAsync();
        await using var proxy = new RawServer(request => ForwardAsync(request, rig.Emulator.BaseAddress));
        using var handler = new SocketsHttpHandler { Proxy = new WebProxy($"http://{proxy.Authority}"), AllowAutoRedirect = false };
        using var client = new EventsClient(handler, rig.Emulator.Token, EmulatorFixture.Options(rig.Emulator.BaseAddress, new IsolatedClock()));
        Assert.That(await EmulatorFixture.ReadAsync(client.AuditEvents), Is.EqualTo(rig.All()));
        Assert.That(proxy.Requests, Has.Count.EqualTo(4).And.All.StartsWith($"POST {rig.Emulator.BaseAddress}api/v2/auditevents HTTP/1.1"));
    }

    [Test]
    public void An_address_where_nobody_listens_is_tried_again_and_then_told()
    {
        var nowhere = RawServer.Nowhere();
        using var client = new EventsClient(Token, EmulatorFixture.Options(new Uri($"http://{nowhere}"), new IsolatedClock()));
        var error = Assert.ThrowsAsync<EventsConnectionException>(() => client.IntrospectAsync());
        Assert.That(error, Has.Property("Reason").EqualTo(EventsFailure.Unreachable).And.Property("Attempts").EqualTo(EmulatorFixture.Attempts));
        Assert.That(error.Message, Does.StartWith($"introspect at {nowhere}, {EmulatorFixture.Attempts} attempts: no connection to {nowhere}"));
    }

    [Test]
    public async Task A_time_out_of_the_callers_own_client_is_a_time_out()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromMilliseconds(200) };
        await using var rig = await EmulatorFixture.StartAsync(
            options => options.Retry.MaxRetryAttempts = 0, create: (emulator, options) => new EventsClient(http, emulator.Token, options));
        rig.With(new Fault { Mode = FaultMode.Stall });
        var error = Assert.ThrowsAsync<EventsConnectionException>(() => rig.ReadAuditEventsAsync());
        Assert.That(error.Reason, Is.EqualTo(EventsFailure.TimedOut));
    }

    [Test]
    public async Task A_time_out_of_the_callers_own_client_bounds_one_attempt_and_another_follows()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromMilliseconds(500) };
        await using var rig = await EmulatorFixture.StartAsync(create: (emulator, options) => new EventsClient(http, emulator.Token, options));
        rig.With(new Fault { Mode = FaultMode.Stall, After = 1 });
        Assert.That(await rig.ReadAuditEventsAsync(), Is.EqualTo(rig.All()));
    }

    [Test]
    public async Task A_connection_that_is_not_made_in_the_handlers_time_is_tried_again()
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
        await using var rig = await EmulatorFixture.StartAsync(create: (emulator, options) => new EventsClient(handler, emulator.Token, options));
        Assert.That(await rig.ReadAuditEventsAsync(), Is.EqualTo(rig.All()));
        Assert.That(connects, Is.GreaterThanOrEqualTo(2));
    }

    /// <summary>What a plain proxy does: the same request to its target, the whole answer back.</summary>
    private static async Task<byte[]> ForwardAsync(string request, Uri target)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(target.Host, target.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        return Encoding.Latin1.GetBytes((await HttpText.ReadAsync(stream, CancellationToken.None))!);
    }
}
