namespace OnePassword.Events.Pipeline.Transport;

/// <summary>
/// Checks the environment variable of the proxy. .NET ignores an invalid one and would send the request directly, bypassing the
/// proxy.
/// </summary>
internal static class ProxyVariable
{
    /// <summary>In the order in which .NET reads them for https: the first that is set applies.</summary>
    private static readonly string[] Names = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];

    private static readonly string[] Schemes = ["http", "https", "socks4", "socks4a", "socks5"];

    /// <param name="environment">Returns the value of a variable.</param>
    /// <exception cref="ArgumentException">
    /// The variable is not the address of a proxy. The message does not show it, because it may contain a password.
    /// </exception>
    public static void ThrowIfUnusable(Func<string, string?> environment)
    {
        var name = Array.Find(Names, name => !string.IsNullOrEmpty(environment(name)));
        if (name is not null && !IsUsable(environment(name)!))
        {
            throw new ArgumentException(
                $"The environment variable {name} is not the address of a proxy. "
                + "Write it without quotes, such as http://proxy.example:3128; "
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

        // A user and a password may contain any character, even "://".
        var host = value[(value.LastIndexOf('@') + 1)..];
        host = host[(host.IndexOf(Separator, StringComparison.Ordinal) is >= 0 and var start ? start + Separator.Length : 0)..];
        return Uri.TryCreate($"http://{host}", UriKind.Absolute, out var address)
            && address.Host.Length > 0
            && value[0] is not ('"' or '\'');
    }
}
