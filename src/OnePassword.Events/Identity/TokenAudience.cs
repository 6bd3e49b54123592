using System.Text;
using System.Text.Json;

namespace OnePassword.Events.Identity;

/// <summary>
/// The region that the <c>aud</c> claim of a token names, or why it names none. The reason quotes no more of the token than a
/// short, printable host.
/// </summary>
internal readonly record struct TokenAudience(EventsRegion? Region, string Problem)
{
    private const int MaxShownLength = 80;
    private const string LegacyAudience = "com.1password.streamingservice";

    public static TokenAudience Of(TokenClaims? claims)
    {
        if (claims is null)
            return None("The token names no region, because it is not a JSON web token.");
        if (claims.Find("aud") is not { } audience)
            return None("The token names no region, because it has no aud claim.");
        if (audience.ValueKind == JsonValueKind.Array)
        {
            if (audience.GetArrayLength() != 1)
                return None("The token names no region, because its aud claim does not contain exactly one host.");
            audience = audience[0];
        }
        return TokenClaims.Text(audience) is { } host
            ? OfHost(host)
            : None("The token names no region, because its aud claim is not a string.");
    }

    private static TokenAudience OfHost(string host)
    {
        if (host == LegacyAudience)
            return None("The token was issued before mid-2021 and names no region.");
        var region = EventsRegion.All.FirstOrDefault(
            known => string.Equals(known.BaseAddress.Host, host, StringComparison.OrdinalIgnoreCase));
        return region is null
            ? None($"The token was issued for '{Printable(host)}', which is not a 1Password host. The token was not sent.")
            : new TokenAudience(region, string.Empty);
    }

    private static string Printable(string host)
    {
        var shown = new StringBuilder();
        foreach (var c in host.Take(MaxShownLength))
            shown.Append(c is > ' ' and <= '~' ? c : '?');
        return host.Length > MaxShownLength ? shown.Append('…').ToString() : shown.ToString();
    }

    private static TokenAudience None(string problem) => new(null, problem);
}
