namespace OnePassword.Events.Destinations.Splunk;

/// <summary>The address below which the paths of HEC are. Splunk documents the address with and without these paths.</summary>
internal static class HecAddress
{
    private const string Collector = "/services/collector";

    /// <exception cref="ArgumentException">The address is not absolute or has a query.</exception>
    public static Uri Of(Uri url)
    {
        if (!url.IsAbsoluteUri || url.Query.Length > 0)
            throw new ArgumentException("The address must be absolute and without a query.", nameof(url));
        var path = url.AbsolutePath;
        if (path.IndexOf(Collector, StringComparison.Ordinal) is >= 0 and var start)
            path = path[..start];
        return new Uri(url, path.EndsWith('/') ? path : path + "/");
    }
}
