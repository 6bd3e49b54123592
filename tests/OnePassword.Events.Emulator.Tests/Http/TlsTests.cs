using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using OnePassword.Events.Emulator.Tests.Support;

namespace OnePassword.Events.Emulator.Tests.Http;

public sealed class TlsTests
{
    [TestCase("127.0.0.1")]
    [TestCase("localhost")]
    public async Task A_client_that_trusts_the_authority_of_the_emulator_connects_with_https(string host)
    {
        await using var emulator = await StartAsync();
        using var http = Client(emulator, emulator.CertificateAuthority!);
        var address = new UriBuilder(emulator.BaseAddress) { Host = host, Path = "api/v2/auth/introspect" }.Uri;

        Assert.That(address.Scheme, Is.EqualTo("https"));
        Assert.That(await http.GetStringAsync(address), Does.StartWith("{\"uuid\""));
        var log = await http.GetStringAsync(new Uri(emulator.BaseAddress, "__emulator/requests"));
        Assert.That(log, Does.Contain("/api/v2/auth/introspect"));
    }

    [Test]
    public async Task Every_run_has_another_authority_without_a_private_key()
    {
        await using var one = await StartAsync();
        await using var other = await StartAsync();
        using var http = Client(one, other.CertificateAuthority!);

        Assert.That(() => http.GetStringAsync(one.BaseAddress), Throws.TypeOf<HttpRequestException>());
        Assert.That(one.CertificateAuthority!.HasPrivateKey, Is.False);
    }

    [Test]
    public async Task The_certificate_contains_the_key_identifier_of_its_authority()
    {
        await using var emulator = await StartAsync();
        using var connection = new TcpClient(emulator.BaseAddress.Host, emulator.BaseAddress.Port);
        await using var tls = new SslStream(connection.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = emulator.BaseAddress.Host,
            CertificateChainPolicy = Trust(emulator.CertificateAuthority!),
        });
        using var served = X509CertificateLoader.LoadCertificate(tls.RemoteCertificate!.GetRawCertData());

        var authority = emulator.CertificateAuthority!.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single();
        var issuer = served.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().Single();
        Assert.That(issuer.KeyIdentifier?.ToArray(), Is.EqualTo(authority.SubjectKeyIdentifierBytes.ToArray()));
    }

    [Test]
    public async Task A_new_https_connection_succeeds_after_a_reset()
    {
        await using var emulator = await StartAsync();
        using var http = Client(emulator, emulator.CertificateAuthority!);
        emulator.Inject(new() { Introspect = true, Mode = FaultMode.Reset });
        var introspect = new Uri(emulator.BaseAddress, "api/v2/auth/introspect");

        Assert.That(() => http.GetStringAsync(introspect), Throws.TypeOf<HttpRequestException>());
        Assert.That(await http.GetStringAsync(introspect), Does.StartWith("{\"uuid\""));
    }

    [Test]
    public async Task The_emulator_serves_http_by_default()
    {
        await using var api = await Api.StartAsync();

        Assert.That(api.Emulator.BaseAddress.Scheme, Is.EqualTo("http"));
        Assert.That(api.Emulator.CertificateAuthority, Is.Null);
    }

    private static Task<EventsEmulator> StartAsync() =>
        EventsEmulator.StartAsync(new() { Tls = true, Now = Api.Now, EventsPerFeed = 1 });

    private static HttpClient Client(EventsEmulator emulator, X509Certificate2 authority)
    {
        var tls = new SslClientAuthenticationOptions { CertificateChainPolicy = Trust(authority) };
        var handler = new SocketsHttpHandler { UseProxy = false, SslOptions = tls };
        return new HttpClient(handler) { DefaultRequestHeaders = { Authorization = new("Bearer", emulator.Token) } };
    }

    private static X509ChainPolicy Trust(X509Certificate2 authority) => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { authority },
        RevocationMode = X509RevocationMode.NoCheck,
    };
}
