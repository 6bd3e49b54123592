using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OnePassword.Events.Emulator.Http;

/// <summary>
/// A certificate for loopback and the authority that signed it, created for one run. The private key of the authority is
/// discarded, so the authority cannot sign another certificate.
/// </summary>
internal sealed class LoopbackCertificate : IDisposable
{
    private const string TlsServer = "1.3.6.1.5.5.7.3.1";

    private static readonly TimeSpan Skew = TimeSpan.FromDays(1);
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    private LoopbackCertificate(X509Certificate2 authority, X509Certificate2 server) => (Authority, Server) = (authority, server);

    /// <summary>Gets the certificate of the authority, without its private key.</summary>
    public X509Certificate2 Authority { get; }

    /// <summary>Gets the certificate of the server, with its private key.</summary>
    public X509Certificate2 Server { get; }

    public static LoopbackCertificate Create()
    {
        var now = TimeProvider.System.GetUtcNow(); // Clients compare with the system clock.
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = AuthorityRequest(authorityKey).CreateSelfSigned(now - Skew, now + Lifetime);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var serialNumber = RandomNumberGenerator.GetBytes(16);
        using var signed = ServerRequest(key, authority).Create(authority, now - Skew, now + Lifetime, serialNumber);
        using var server = signed.CopyWithPrivateKey(key);

        // Windows needs a private key that was loaded from PKCS #12.
        return new(
            X509CertificateLoader.LoadCertificate(authority.RawData),
            X509CertificateLoader.LoadPkcs12(server.Export(X509ContentType.Pkcs12), password: null));
    }

    public void Dispose()
    {
        Authority.Dispose();
        Server.Dispose();
    }

    private static CertificateRequest AuthorityRequest(ECDsa key)
    {
        var request = new CertificateRequest($"CN=op-events emulator {Guid.NewGuid():N}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority(pathLengthConstraint: 0));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }

    private static CertificateRequest ServerRequest(ECDsa key, X509Certificate2 authority)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
            authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForEndEntity());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(TlsServer)], critical: false));
        return request;
    }
}
