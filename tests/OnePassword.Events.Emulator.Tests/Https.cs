using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using OnePassword.Events.Emulator.Tests.Support;

namespace OnePassword.Events.Emulator.Tests;

public sealed class Https
{
    [TestCase("127.0.0.1")]
    [TestCase("localhost")]
    public async Task Is_served_to_a_client_that_trusts_the_authority_of_the_emulator(string host)
    {
        await using var emulator = await StartAsync();
        using var http = Client(emulator, emulator.CertificateAuthority!);
        var address = new UriBuilder(emulator.BaseAddress) { Host = host, Path = "api/v2/auth/introspect" }.Uri;

        Assert.That(address.Scheme, Is.EqualTo("https"));
        Assert.That(await http.GetStringAsync(address), Does.StartWith("{\"uuid\""));
        Assert.That(await http.GetStringAsync(new Uri(emulator.BaseAddress, "__emulator/requests")), Does.Contain("/api/v2/auth/introspect"));
    }

    [Test]
    public async Task Has_another_authority_in_every_run_and_no_key_of_it_leaves_the_emulator()
    {
        await using var one = await StartAsync();
        await using var other = await StartAsync();
        using var http = Client(one, other.CertificateAuthority!);

        Assert.That(() => http.GetStringAsync(one.BaseAddress), Throws.TypeOf<HttpRequestException>());
        Assert.That(one.CertificateAuthority!.HasPrivateKey, Is.False);
    }

    [Test]
    public async Task Has_a_certificate_that_names_the_key_of_its_authority_as_strict_clients_require()
    {
        await using var emulator = await StartAsync();
        using var connection = new TcpClient(emulator.BaseAddress.Host, emulator.BaseAddress.Port);
        await using var tls = new SslStream(connection.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = emulator.BaseAddress.Host, CertificateChainPolicy = Trust(emulator.CertificateAuthority!) });
        using var served = X509CertificateLoader.LoadCertificate(tls.RemoteCertificate!.GetRawCertData());

        var authority = emulator.CertificateAuthority!.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single();
        Assert.That(served.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().Single().KeyIdentifier?.ToArray(), Is.EqualTo(authority.SubjectKeyIdentifierBytes.ToArray()));
    }

    [Test]
    public async Task Survives_a_fault_that_breaks_the_connection_off()
    {
        await using var emulator = await StartAsync();
        using var http = Client(emulator, emulator.CertificateAuthority!);
        emulator.Inject(new() { Introspect = true, Mode = FaultMode.Reset });
        var introspect = new Uri(emulator.BaseAddress, "api/v2/auth/introspect");

        Assert.That(() => http.GetStringAsync(introspect), Throws.TypeOf<HttpRequestException>());
        Assert.That(await http.GetStringAsync(introspect), Does.StartWith("{\"uuid\""));
    }

    [Test]
    public async Task Is_not_served_unless_asked_for()
    {
        await using var api = await Api.StartAsync();

        Assert.That((api.Emulator.BaseAddress.Scheme, api.Emulator.CertificateAuthority), Is.EqualTo(("http", (X509Certificate2?)null)));
    }

    private static Task<EventsEmulator> StartAsync() => EventsEmulator.StartAsync(new() { Tls = true, Now = Api.Now, EventsPerFeed = 1 });

    private static HttpClient Client(EventsEmulator emulator, X509Certificate2 authority)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = Trust(authority) } };
        return new HttpClient(handler) { DefaultRequestHeaders = { Authorization = new("Bearer", emulator.Token) } };
    }

    private static X509ChainPolicy Trust(X509Certificate2 authority) => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { authority },
        RevocationMode = X509RevocationMode.NoCheck,
    };
}
