using OnePassword.Events.Redaction;

namespace OnePassword.Events.Destinations.Https;

/// <summary>The address of an endpoint in messages.</summary>
internal static class HttpsAddress
{
    /// <summary>Returns the address without its query, and without parts of the path that may be secret.</summary>
    public static string Text(HttpsOptions options)
    {
        var server = options.Url.GetLeftPart(UriPartial.Authority);
        return options.PathSecret is null
            ? server + string.Join('/', options.Url.AbsolutePath.TrimEnd('/').Split('/').Select(Part))
            : $"{server}/…";
    }

    private static string Part(string part) => SafeText.LooksLikeToken(part) ? "…" : part;
}
