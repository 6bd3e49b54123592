using System.Net;

namespace OnePassword.Events.Http;

/// <summary>The connections of a client that was given none.</summary>
internal static class OwnedTransport
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(15);

    /// <param name="region">Where requests go, if it is known: to loopback they go without a proxy.</param>
    /// <exception cref="ArgumentException">The environment variable that names the proxy cannot be used.</exception>
    public static SocketsHttpHandler Create(EventsRegion? region)
    {
        if (region?.BaseAddress.IsLoopback != true)
            ProxyVariable.ThrowIfUnusable(Environment.GetEnvironmentVariable);
        return new()
        {
            AllowAutoRedirect = false, // The token would go along.
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime, // So that a change in DNS is seen.
            Proxy = new ProxyBeyondLoopback(),
            UseCookies = false,
        };
    }
}
