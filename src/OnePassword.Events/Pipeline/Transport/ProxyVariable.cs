namespace OnePassword.Events.Pipeline.Transport;

/// <summary>
/// Checks the environment variable that names the proxy. .NET passes over one that it cannot read, and sends the request
/// directly: past the proxy that somebody wanted.
/// </summary>
internal static class ProxyVariable
{
    /// <summary>As .NET looks for them for https: the first that is set counts.</summary>
    private static readonly string[] Names = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];

    private static readonly string[] Schemes = ["http", "https", "socks4", "socks4a", "socks5"];

    /// <param name="environment">Reads a variable.</param>
    /// <exception cref="ArgumentException">The variable is not the address of a proxy; the message does not show it, as it may hold a password.</exception>
    public static void ThrowIfUnusable(Func<string, string?> environment)
    {
        var name = Array.Find(Names, name => !string.IsNullOrEmpty(environment(name)));
        if (name is not null && !IsUsable(environment(name)!))
        {
            throw new ArgumentException(
                $"The environment variable {name} is not the address of a proxy. Write it without quotes, such as http://proxy.example:3128; "
                + $"the scheme may be {string.Join(", ", Schemes[..^1])} or {Schemes[^1]}.",
                nameof(environment));
        }
    }

    private static bool IsUsable(string value)
    {
        const string Separator = "://";
        var separator = value.IndexOf(Separator, StringComparison.Ordinal);
        if (separator >= 0 && !Schemes.Contains(value[..separator], StringComparer.OrdinalIgnoreCase))
            return false;

        // A user and a password may hold any character, those of an address included.
        var host = value[(value.LastIndexOf('@') + 1)..];
        host = host[(host.IndexOf(Separator, StringComparison.Ordinal) is >= 0 and var start ? start + Separator.Length : 0)..];
        return Uri.TryCreate($"http://{host}", UriKind.Absolute, out var address) && address.Host.Length > 0 && !value.StartsWith('"') && !value.StartsWith('\'');
    }
}
