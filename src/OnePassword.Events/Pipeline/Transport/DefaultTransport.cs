using System.Net;

namespace OnePassword.Events.Pipeline.Transport;

/// <summary>The connections of a client without an HttpClient or handler of the caller.</summary>
internal static class DefaultTransport
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(15);

    /// <param name="region">The region of the requests; null if it is not known yet.</param>
    /// <exception cref="ArgumentException">The environment variable of the proxy is invalid.</exception>
    public static SocketsHttpHandler Create(EventsRegion? region)
    {
        ThrowIfProxyUnusable(region);
        return Create();
    }

    /// <summary>Creates connections without checking the proxy; see <see cref="ThrowIfProxyUnusable"/>.</summary>
    public static SocketsHttpHandler Create() => new()
    {
        AllowAutoRedirect = false, // A redirect would receive the token.
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = ConnectionLifetime, // Notices DNS changes.
        Proxy = new LoopbackBypassProxy(),
        UseCookies = false,
    };

    /// <summary>Checks the proxy, unless requests go to loopback and so use none.</summary>
    /// <exception cref="ArgumentException">The environment variable of the proxy is invalid.</exception>
    public static void ThrowIfProxyUnusable(EventsRegion? region)
    {
        if (region?.BaseAddress.IsLoopback != true)
            ProxyVariable.ThrowIfUnusable(Environment.GetEnvironmentVariable);
    }
}
