using System.Net;

namespace OnePassword.Events.Pipeline.Transport;

/// <summary>The connections of a client that was given none.</summary>
internal static class DefaultTransport
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(15);

    /// <param name="region">Where requests go; null if it is not known yet.</param>
    /// <exception cref="ArgumentException">The environment variable that names the proxy cannot be used.</exception>
    public static SocketsHttpHandler Create(EventsRegion? region)
    {
        ThrowIfProxyUnusable(region);
        return Create();
    }

    /// <summary>Creates connections whose addresses are checked with <see cref="ThrowIfProxyUnusable"/>.</summary>
    public static SocketsHttpHandler Create() => new()
    {
        AllowAutoRedirect = false, // The token would go along.
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = ConnectionLifetime, // So that a change in DNS is seen.
        Proxy = new LoopbackBypassProxy(),
        UseCookies = false,
    };

    /// <summary>Requests to loopback use no proxy, so the variable does not matter for them.</summary>
    /// <exception cref="ArgumentException">The environment variable that names the proxy cannot be used.</exception>
    public static void ThrowIfProxyUnusable(EventsRegion? region)
    {
        if (region?.BaseAddress.IsLoopback != true)
            ProxyVariable.ThrowIfUnusable(Environment.GetEnvironmentVariable);
    }
}
