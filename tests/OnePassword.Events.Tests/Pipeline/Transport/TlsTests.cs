using System.Buffers.Binary;
using System.Net.Sockets;

namespace OnePassword.Events.Tests.Pipeline.Transport;

/// <summary>TLS: only certificates that the caller's handler trusts are accepted.</summary>
public sealed class TlsTests
{
    private const string Token = "t0ken-for-tls";

    [Test]
    public async Task An_unknown_authority_is_rejected_without_a_retry_and_without_sending_the_token()
    {
        using var authority = new TestAuthority();
        await using var server = RawServer.Page(authority.Issue("server"));
        using var client = new EventsClient(Token, Options(server));
        var error = Assert.ThrowsAsync<EventsConnectionException>(async () => await client.AuditEvents.ReadAsync().ToListAsync());
        Assert.That(error, Has.Property("Reason").EqualTo(EventsFailure.TlsFailure).And.Property("Attempts").EqualTo(1));
        Assert.That(
            error.Message,
            Does.StartWith($"auditevents at {server.Authority}: no secure connection").And.Contain("its issuer is not").And.Contain("trusted certificates").And.Not.Contain("PartialChain"));
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
    public async Task A_certificate_of_another_authority_than_the_trusted_one_is_rejected()
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
    public async Task A_client_certificate_is_sent_to_a_server_that_requires_one()
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
    public async Task A_server_that_requires_a_client_certificate_rejects_a_client_without_one()
    {
        using var authority = new TestAuthority();
        using var own = authority.Issue("client");
        await using var server = RawServer.Page(authority.Issue("server"), demanded: own);
        using var handler = new SocketsHttpHandler { SslOptions = authority.Trusted() };
        using var client = new EventsClient(handler, Token, Options(server));
        var error = Assert.ThrowsAsync<EventsConnectionException>(() => client.IntrospectAsync());
        Assert.That(
            error.Reason,
            Is.EqualTo(EventsFailure.TlsFailure).Or.EqualTo(EventsFailure.Unreachable),
            "TLS 1.3 tells the client only after the handshake");
        Assert.That(error.Message, Does.Contain("client certificate").Or.Contain("reset").Or.Contain("ended"));
        Assert.That(server.Requests, Is.Empty);
    }

    [Test]
    public async Task A_connection_that_is_lost_during_the_handshake_is_a_TLS_failure_and_is_retried(
        [Values("before reading", "after reading", "during the response")] string when, [Values] bool reset)
    {
        await using var server = new RawServer(
            _ => throw new InvalidOperationException("No request can come."), stream => HangUpAsync(
                (NetworkStream)stream, when, reset));
        using var client = new EventsClient(Token, Options(server));
        var error = Assert.ThrowsAsync<EventsConnectionException>(() => client.IntrospectAsync());
        var named = Is.EqualTo(EventsFailure.TlsFailure);
        Assert.That(
            error.Reason,
            when == "before reading" && reset ? named.Or.EqualTo(EventsFailure.Unreachable) : named,
            "a reset can arrive before the handshake begins");
        Assert.That((error.Attempts, server.Connections), Is.EqualTo((EmulatorFixture.Attempts, EmulatorFixture.Attempts)));
    }

    [Test]
    public async Task A_server_without_TLS_fails_without_a_retry()
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
    public void A_message_of_the_TLS_library_is_explained_and_not_quoted(string said, string explained)
    {
        using var client = new StubServer().Fails(new HttpRequestException(HttpRequestError.SecureConnectionError, "See inner exception.", new System.Security.Authentication.AuthenticationException(said))).Client();
        var error = Assert.ThrowsAsync<EventsConnectionException>(() => client.IntrospectAsync());
        Assert.That(
            error.Message,
            Does.Contain("no secure connection to events.1password.eu: ").And.Contain(explained).And.EndsWith(".").And.Not.Contain(said));
        Assert.That(error.InnerException, Is.Null);
    }

    private static async Task<Stream> HangUpAsync(NetworkStream stream, string when, bool reset)
    {
        if (when != "unheard")
        {
            // To the end, because closing with unread bytes would reset the connection.
            var head = new byte[5];
            await stream.ReadExactlyAsync(head);
            await stream.ReadExactlyAsync(new byte[BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(3))]);
        }
        if (when == "during the response")
            await stream.WriteAsync(new byte[] { 22, 3, 3, 0, 122, 2 });
        if (reset)
            stream.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
        await stream.DisposeAsync();
        throw new IOException("hung up");
    }

    private static EventsClientOptions Options(RawServer server) =>
        EmulatorFixture.Options(new Uri($"https://{server.Authority}"));
}
