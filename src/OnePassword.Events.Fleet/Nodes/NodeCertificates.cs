using System.Security.Cryptography.X509Certificates;

namespace OnePassword.Events.Fleet.Nodes;

/// <summary>The certificates of connections between nodes.</summary>
/// <param name="Own">The certificate of this node, with its key. It must be valid as a server and as a client.</param>
/// <param name="Authorities">The authorities that issue the certificates of nodes.</param>
internal sealed record NodeCertificates(X509Certificate2 Own, X509Certificate2Collection Authorities)
{
    /// <summary>Whether a certificate of another node was issued by one of the authorities.</summary>
    public bool IsTrusted(X509Certificate2 certificate)
    {
        using var chain = new X509Chain
        {
            ChainPolicy =
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true, // The other side is not trusted yet, and would choose the address.
            },
        };
        chain.ChainPolicy.CustomTrustStore.AddRange(Authorities);
        return chain.Build(certificate);
    }
}
