using OnePassword.Events.Redaction;

namespace OnePassword.Events.Identity;

/// <summary>The problems with the text or the address of a region.</summary>
internal static class RegionText
{
    private static readonly string Names = string.Join(", ", EventsRegion.All.Select(known => known.Name));

    public static string Remedy { get; } =
        $"Specify the region ({Names}) or the address of the server.";

    public static string Unknown(string name) => $"{SafeText.Quote(name)} is not a region; use {Names}.";

    /// <summary>Returns why the client cannot send to an address; null if it can.</summary>
    public static string? ProblemOf(Uri address)
    {
        if (address.OriginalString.Contains('@', StringComparison.Ordinal)
            || (address.IsAbsoluteUri && (address.Query.Length > 0 || address.Fragment.Length > 0)))
        {
            return "The address must not contain a user, a query or a fragment.";
        }
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
            return $"{SafeText.Quote(address.ToString())} is not an absolute https address.";
        return address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback
            ? $"{SafeText.Quote(address.ToString())} uses plain http, which would show the token to the network. Use https; "
                + "http is accepted on loopback only."
            : null;
    }
}
