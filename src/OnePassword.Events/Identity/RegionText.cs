using System.Diagnostics.CodeAnalysis;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Identity;

/// <summary>Reads the text of a region, and explains the problems with a text or an address.</summary>
internal static class RegionText
{
    private const string Enterprise = "enterprise"; // The name that 1Password uses.

    private static readonly string Names = string.Join(", ", EventsRegion.All.Select(known => known.Name));

    public static string Remedy { get; } =
        $"Specify the region ({Names}) or the address of the server.";

    /// <exception cref="OptionTextException">The text is not a region.</exception>
    public static EventsRegion Parse(string text) =>
        TryParse(text, out var region, out var problem) ? region : throw new OptionTextException(problem);

    /// <param name="text">A name or known host in any letter case, or an address.</param>
    /// <param name="region">The region.</param>
    /// <param name="problem">Why the text is not a region.</param>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out EventsRegion? region, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        region = string.Equals(text, Enterprise, StringComparison.OrdinalIgnoreCase)
            ? EventsRegion.Enterprise
            : EventsRegion.All.FirstOrDefault(known =>
                string.Equals(known.Name, text, StringComparison.OrdinalIgnoreCase)
                || string.Equals(known.Server, text, StringComparison.OrdinalIgnoreCase));
        if (region is not null)
            return true;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address))
            problem = $"{SafeText.Quote(text)} is not a region; use {Names}, or an https address.";
        else
            problem = ProblemOf(address);
        region = problem is null ? EventsRegion.At(address!) : null;
        return problem is null;
    }

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
