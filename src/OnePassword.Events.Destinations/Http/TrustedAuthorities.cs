using System.Security.Cryptography.X509Certificates;

namespace OnePassword.Events.Destinations.Http;

/// <summary>The trust in given certificate authorities instead of those of the machine.</summary>
internal static class TrustedAuthorities
{
    // A private authority usually has no address for revocations that the sender can reach.
    public static X509ChainPolicy Only(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
