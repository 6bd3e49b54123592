using System.Net;

namespace OnePassword.Events.Http;

/// <summary>The connections of a client that was given none.</summary>
internal static class OwnedTransport
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(15);

    public static SocketsHttpHandler Create() => new()
    {
        AllowAutoRedirect = false, // The token would go along.
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = ConnectionLifetime, // So that a change in DNS is seen.
        Proxy = new ProxyBeyondLoopback(),
        UseCookies = false,
    };
}
