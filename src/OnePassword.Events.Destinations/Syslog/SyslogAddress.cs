namespace OnePassword.Events.Destinations.Syslog;

/// <summary>The address of a receiver.</summary>
internal static class SyslogAddress
{
    private const string Tls = "tls";
    private const string Tcp = "tcp";

    /// <exception cref="ArgumentException">The address is invalid.</exception>
    public static void ThrowIfInvalid(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (url is not { IsAbsoluteUri: true, Scheme: Tls or Tcp, UserInfo: "", PathAndQuery: "" or "/", Fragment: "" }
            || url.Host.Length == 0)
            throw new ArgumentException("The address must be tls://host:port or tcp://host:port.", nameof(url));
    }

    public static bool IsTls(Uri url) => url.Scheme == Tls;

    public static int Port(Uri url) => url.Port > 0 ? url.Port : IsTls(url) ? 6514 : 514;

    public static string Text(Uri url) => FormattableString.Invariant($"{url.Scheme}://{url.Host}:{Port(url)}");
}
