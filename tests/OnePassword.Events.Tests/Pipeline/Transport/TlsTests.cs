using System.Buffers.Binary;
using System.Net.Sockets;

namespace OnePassword.Events.Tests.Pipeline.Transport;

/// <summary>Certificates: who is trusted is the caller's to say, through the ordinary handler, and nobody else is.</summary>
public sealed class TlsTests
{
    private const string Token = "t0ken-for-tls";

    [Test]
    public async Task An_unknown_authority_is_refused_once_and_the_token_is_not_sent()
    {
        using var authority = new TestAuthority();
        await using var server = RawServer.Page(authority.Issue("server"));
        using var client = new EventsClient(Token, Options(server));
        var error = Assert.ThrowsAsync<EventsConnectionException>(async () => await client.AuditEvents.ReadAsync().ToListAsync());
        Assert.That(error, Has.Property("Reason").EqualTo(EventsFailure.TlsFailure).And.Property("Attempts").EqualTo(1));
        Assert.That(error.Message, Does.StartWith($"auditevents at {server.Authority}: no secure connection").And.Contain("its issuer is not").And.Contain("trusted certificates").And.Not.Contain("PartialChain"));
        Assert.That(server.Connections, Is.EqualTo(1));
        Assert.That(server.Requests, Is.Empty);
    }

    [Test]
    public async Task An_authority_that_the_callers_handler_trusts_is_accepted()
    {
        using var authority = new TestAuthority();
        await using var server = RawServer.Page(authority.Issue("server"));
        using var handler = new SocketsHttpHandler { SslOptions = authority.Trusted() };
        using var client = new EventsClient(handler, Token, Options(server));
        Assert.That(await client.AuditEvents.ReadAsync().ToListAsync(), Has.Count.EqualTo(1));
        Assert.That(server.Requests.Single(), Does.Contain($"Authorization: Bearer {Token}"));
    }

    [Test]
    public async Task A_certificate_of_another_authority_is_refused_all_the_same()
    {
        using var authority = new TestAuthority();
        using var another = new TestAuthority();
        await using var server = RawServer.Page(another.Issue("server"));
        using var handler = new SocketsHttpHandler { SslOptions = authority.Trusted() };
        using var client = new EventsClient(handler, Token, Options(server));
        var error = Assert.ThrowsAsync<EventsConnectionException>(() => client.IntrospectAsync());
        Assert.That(error.Reason, Is.EqualTo(EventsFailure.TlsFailure));
        Assert.That(server.Requests, Is.Empty);
    }

    [Test]
    public async Task A_certificate_of_the_client_is_shown_to_a_server_that_demands_one()
    {
        using var authority = new TestAuthority();
        using var own = authority.Issue("client");
        await using var server = RawServer.Page(authority.Issue("server"), demanded: own);
        using var handler = new SocketsHttpHandler { SslOptions = authority.Trusted() };
        handler.SslOptions.ClientCertificates = [own];
        using var client = new EventsClient(handler, Token, Options(server));
        Assert.That(await client.AuditEvents.ReadAsync().ToListAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Without_the_certificate_that_a_server_demands_there_is_no_answer()
    {
        using var authority = new TestAuthority();
        using var own = authority.Issue("client");
        await using var server = RawServer.Page(authority.Issue("server"), demanded: own);
        using var handler = new SocketsHttpHandler { SslOptions = authority.Trusted() };
        using var client = new EventsClient(handler, Token, Options(server));
        var error = Assert.ThrowsAsync<EventsConnectionException>(() => client.IntrospectAsync());
        Assert.That(error.Reason, Is.EqualTo(EventsFailure.TlsFailure).Or.EqualTo(EventsFailure.Unreachable), "TLS 1.3 tells the client only after the handshake");
        Assert.That(error.Message, Does.Contain("client certificate").Or.Contain("reset").Or.Contain("ended"));
        Assert.That(server.Requests, Is.Empty);
    }

    [Test]
    public async Task A_server_that_hangs_up_during_the_handshake_gave_no_secure_connection_and_is_tried_again(
        [Values("unheard", "heard", "half an answer")] string when, [Values] bool reset)
    {
        await using var server = new RawServer(
            _ => throw new InvalidOperationException("No request can come."), stream => HangUpAsync((NetworkStream)stream, when, reset));
        using var client = new EventsClient(Token, Options(server));
        var error = Assert.ThrowsAsync<EventsConnectionException>(() => client.IntrospectAsync());
        var named = Is.EqualTo(EventsFailure.TlsFailure);
        Assert.That(error.Reason, when == "unheard" && reset ? named.Or.EqualTo(EventsFailure.Unreachable) : named, "a reset can come before the handshake has begun");
        Assert.That((error.Attempts, server.Connections), Is.EqualTo((EmulatorFixture.Attempts, EmulatorFixture.Attempts)));
    }

    [Test]
    public async Task A_server_that_speaks_no_TLS_is_told_at_once()
    {
        await using var server = new RawServer(_ => throw new InvalidOperationException("No request can come."), async stream =>
        {
            await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
            return stream;
        });
        using var client = new EventsClient(Token, Options(server));
        var error = Assert.ThrowsAsync<EventsConnectionException>(() => client.IntrospectAsync());
        Assert.That(error, Has.Property("Reason").EqualTo(EventsFailure.TlsFailure).And.Property("Attempts").EqualTo(1));
        Assert.That(error.Message, Does.Contain("does not use TLS at this address"));
        Assert.That(server.Connections, Is.EqualTo(1));
    }

    [TestCase("The remote certificate is invalid according to the validation procedure: RemoteCertificateNameMismatch", "issued for another host")]
    [TestCase("The remote certificate is invalid because of errors in the certificate chain: NotTimeValid", "has expired or is not valid yet")]
    [TestCase("The remote certificate is invalid because of errors in the certificate chain: UntrustedRoot, Revoked", "its issuer is not trusted, it is revoked")]
    [TestCase("error:0A00045C:SSL routines::tlsv13 alert certificate required", "the server requires a client certificate")]
    [TestCase("error:0A000412:SSL routines::ssl/tls alert bad certificate", "rejected the client certificate, or requires one")]
    [TestCase("error:0A00042E:SSL routines::tlsv1 alert protocol version", "no TLS version in common")]
    public void What_the_TLS_library_says_is_explained_and_not_quoted(string said, string explained)
    {
        using var client = new StubServer().Fails(new HttpRequestException(HttpRequestError.SecureConnectionError, "See inner exception.", new System.Security.Authentication.AuthenticationException(said))).Client();
        var error = Assert.ThrowsAsync<EventsConnectionException>(() => client.IntrospectAsync());
        Assert.That(error.Message, Does.Contain("no secure connection to events.1password.eu: ").And.Contain(explained).And.EndsWith(".").And.Not.Contain(said));
        Assert.That(error.InnerException, Is.Null);
    }

    private static async Task<Stream> HangUpAsync(NetworkStream stream, string when, bool reset)
    {
        if (when != "unheard")
        {
            // To the end, because closing with something unread would be a reset.
            var head = new byte[5];
            await stream.ReadExactlyAsync(head);
            await stream.ReadExactlyAsync(new byte[BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(3))]);
        }
        if (when == "half an answer")
            await stream.WriteAsync(new byte[] { 22, 3, 3, 0, 122, 2 });
        if (reset)
            stream.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
        await stream.DisposeAsync();
        throw new IOException("hung up");
    }

    private static EventsClientOptions Options(RawServer server) => EmulatorFixture.Options(new Uri($"https://{server.Authority}"), new IsolatedClock());
}
