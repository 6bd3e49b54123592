using System.Text;
using System.Text.Json;

namespace OnePassword.Events.Identity;

/// <summary>
/// The region that a token's <c>aud</c> claim names, or a sentence that says why it names none, without quoting more of the
/// token than a printable, short host.
/// </summary>
internal readonly record struct TokenAudience(EventsRegion? Region, string Problem)
{
    private const int MaxShownLength = 80;
    private const string BeforeRegions = "com.1password.streamingservice";

    public static TokenAudience Of(TokenClaims? claims)
    {
        if (claims is null)
            return Not("The token is not a JSON web token, so it names no region.");
        if (claims.Find("aud") is not { } audience)
            return Not("The token names no region: it has no aud claim.");
        if (audience.ValueKind == JsonValueKind.Array)
        {
            if (audience.GetArrayLength() != 1)
                return Not("The token names no region: its aud claim does not hold exactly one host.");
            audience = audience[0];
        }
        return TokenClaims.Text(audience) is { } host ? OfHost(host) : Not("The token names no region: its aud claim is no text.");
    }

    private static TokenAudience OfHost(string host)
    {
        if (host == BeforeRegions)
            return Not("The token is from before mid-2021 and names no region.");
        var region = EventsRegion.All.FirstOrDefault(known => string.Equals(known.BaseAddress.Host, host, StringComparison.OrdinalIgnoreCase));
        return region is null
            ? Not($"The token was issued for '{Shown(host)}', which is none of 1Password's hosts, and is not sent there.")
            : new TokenAudience(region, string.Empty);
    }

    private static string Shown(string host)
    {
        var shown = new StringBuilder();
        foreach (var c in host.Take(MaxShownLength))
            shown.Append(c is > ' ' and <= '~' ? c : '?');
        return host.Length > MaxShownLength ? shown.Append('…').ToString() : shown.ToString();
    }

    private static TokenAudience Not(string problem) => new(null, problem);
}
