using System.Buffers.Text;
using System.Text.Json;

namespace OnePassword.Events.Identity;

/// <summary>
/// The claims of a token. The token is untrusted text, and only the server can check its signature: a claim that cannot be parsed
/// counts as absent.
/// </summary>
internal sealed class TokenClaims
{
    private readonly JsonElement _claims;

    private TokenClaims(JsonElement claims) => _claims = claims;

    /// <summary>Returns null if the token is not a JSON web token.</summary>
    public static TokenClaims? Read(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3 || !Base64Url.IsValid(parts[1]))
            return null;
        try
        {
            using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            return document.RootElement.ValueKind == JsonValueKind.Object ? new TokenClaims(document.RootElement.Clone()) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public JsonElement? Find(string name) => _claims.TryGetProperty(name, out var claim) ? claim : null;

    public string? Text(string name) => Find(name) is { } claim ? Text(claim) : null;

    public IReadOnlyList<string>? Texts(string name) => Find(name) is { ValueKind: JsonValueKind.Array } claim
        ? [.. claim.EnumerateArray().Select(Text).OfType<string>()]
        : null;

    /// <summary>Returns a time that is given in seconds since 1970 (RFC 7519, "NumericDate").</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Find(name) is not { ValueKind: JsonValueKind.Number } claim || !claim.TryGetDouble(out var seconds))
            return null;
        return seconds >= 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : null;
    }

    public static string? Text(JsonElement element)
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
}
