using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace OnePassword.Events.Pipeline.Transport;

/// <summary>
/// Explains why TLS failed, in the library's own words. The messages of .NET and of the system's TLS library are inspected and
/// never shown.
/// </summary>
internal static class TlsFailure
{
    private const string TrustAdvice = "Check the clock, the proxy and the trusted certificates.";
    private const string ClientRemedy = "Configure one on the handler that sends.";

    private static readonly (string Sign, string Explanation, string? Remedy)[] Handshake =
    [
        ("certificate required", "the server requires a client certificate.", ClientRemedy),
        ("bad certificate", "the server rejected the client certificate, or requires one.", ClientRemedy),
        ("unknown ca", "the server does not trust the issuer of the client certificate.", ClientRemedy),
        ("alert handshake failure", "the server rejected the handshake. It may require a client certificate.", ClientRemedy),
        ("protocol version", "the server and this system have no TLS version in common.", null),
        ("unsupported protocol", "the server and this system have no TLS version in common.", null),
        ("wrong version number", "the server does not use TLS at this address. Check the port.", null),
        ("corrupted frame", "the server does not use TLS at this address. Check the port.", null),
        ("RemoteCertificateNotAvailable", $"the server sent no certificate. {TrustAdvice}", null),
        (
            "RemoteCertificateNameMismatch",
            $"the server's certificate is invalid: it was issued for another host. {TrustAdvice}",
            null),
    ];

    private static readonly Dictionary<X509ChainStatusFlags, string> Chain = new()
    {
        [X509ChainStatusFlags.UntrustedRoot] = "its issuer is not trusted",
        [X509ChainStatusFlags.PartialChain] = "its issuer is not known",
        [X509ChainStatusFlags.NotTimeValid] = "it has expired or is not valid yet",
        [X509ChainStatusFlags.Revoked] = "it is revoked",
        [X509ChainStatusFlags.RevocationStatusUnknown] = "whether it is revoked is unknown",
        [X509ChainStatusFlags.OfflineRevocation] = "whether it is revoked is unknown",
        [X509ChainStatusFlags.NotSignatureValid] = "its signature is invalid",
    };

    /// <summary>Returns null if TLS itself did not fail: the connection may have been lost during the handshake.</summary>
    public static (string Explanation, string? Remedy)? Explain(IReadOnlyList<Exception> causes)
    {
        var texts = causes.Select(cause => cause.Message).ToList();
        var found = Array.Find(
            Handshake, known => texts.Exists(text => text.Contains(known.Sign, StringComparison.OrdinalIgnoreCase)));
        if (found.Explanation is { } explanation && causes.Any(IsOfTls))
            return (explanation, found.Remedy);
        if (!causes.Any(cause => cause is AuthenticationException))
            return null;
        if (!texts.Exists(text => text.Contains("certificate", StringComparison.OrdinalIgnoreCase)))
            return ($"TLS failed. {TrustAdvice}", null);
        var reasons = Chain.Where(status => texts.Exists(text => text.Contains(status.Key.ToString(), StringComparison.Ordinal)))
            .Select(status => status.Value).Distinct(StringComparer.Ordinal).ToList();
        var why = $"{(reasons.Count > 0 ? ": " : "")}{string.Join(", ", reasons)}";
        return ($"the server's certificate is invalid{why}. {TrustAdvice}", null);
    }

    // .NET wraps the system's TLS library in types that are not public.
    private static bool IsOfTls(Exception e) => e is AuthenticationException
        || e.GetType().Name.Contains("Ssl", StringComparison.Ordinal)
        || e is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError };
}
