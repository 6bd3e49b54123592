using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace OnePassword.Events;

/// <summary>
/// Reads the host out of a token's <c>aud</c> claim. The token is untrusted text: whatever it is, this ends with a region or
/// a sentence that says what is wrong, without quoting more of it than a printable, short host.
/// </summary>
internal readonly record struct TokenAudience(EventsRegion? Region, string Problem)
{
    private const int MaxShownLength = 80;
    private const string BeforeRegions = "com.1password.streamingservice";

    public static TokenAudience Read(string token)
    {
        if (Claims(token) is not { ValueKind: JsonValueKind.Object } claims)
            return Not("The token is not a JSON web token, so it names no region.");
        if (!claims.TryGetProperty("aud", out var audience))
            return Not("The token names no region: it has no aud claim.");
        if (audience.ValueKind == JsonValueKind.Array)
        {
            if (audience.GetArrayLength() != 1)
                return Not("The token names no region: its aud claim does not hold exactly one host.");
            audience = audience[0];
        }
        return Text(audience) is { } host ? OfHost(host) : Not("The token names no region: its aud claim is no text.");
    }

    private static TokenAudience OfHost(string host)
    {
        if (string.Equals(host, BeforeRegions, StringComparison.Ordinal))
            return Not("The token is from before mid-2021 and names no region.");
        var region = EventsRegion.All.FirstOrDefault(known => string.Equals(known.BaseAddress.Host, host, StringComparison.OrdinalIgnoreCase));
        return region is null
            ? Not($"The token was issued for '{Shown(host)}', which is none of 1Password's hosts, and is not sent there.")
            : new TokenAudience(region, string.Empty);
    }

    private static JsonElement? Claims(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3 || !Base64Url.IsValid(parts[1]))
            return null;
        try
        {
            using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null; // Not valid UTF-8.
        }
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
