using System.Security.Cryptography.X509Certificates;

namespace OnePassword.Events.Cli.Tests.Support;

/// <summary>An HTTP client that trusts only one certificate authority.</summary>
internal static class TrustingClient
{
    public static HttpClient ClientTrusting(this TemporaryFolder folder, string authority)
    {
        var trust = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(folder[authority]) },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        return new HttpClient(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = trust } });
    }
}
