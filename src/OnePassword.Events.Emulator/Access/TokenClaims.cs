using System.Buffers.Text;
using System.Text.Json;
using OnePassword.Events.Emulator.Wire;

namespace OnePassword.Events.Emulator.Access;

/// <summary>The claims of a token. Claims that the given token lacks are generated.</summary>
internal sealed record TokenClaims(string Integration, string Account, DateTimeOffset IssuedAt, IReadOnlyList<string> Features)
{
    /// <summary>Returns these claims with another time of issue.</summary>
    public TokenClaims IssuedOn(DateTimeOffset time) =>
        this with { IssuedAt = DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds()) };

    public TokenClaims OverriddenBy(string token)
    {
        try
        {
            var claims = token.Split('.') is [_, var part, _] ? part : "";
            using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(claims));
            var json = payload.RootElement;
            return json.ValueKind != JsonValueKind.Object ? this : new(
                Text(json, "sub") ?? Integration,
                Text(json, "1password.com/auuid") ?? Account,
                Time(json, "iat") ?? IssuedAt,
                Texts(json, "1password.com/fts")?.Where(IsAllowed).ToList() ?? Features);
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            return this; // Not a JWT, or not valid UTF-8.
        }
    }

    /// <summary>The options limit the feeds of a token. A feature that is not a feed is kept.</summary>
    private bool IsAllowed(string feature) =>
        WireNames.ToFeed(feature) is null || Features.Contains(feature, StringComparer.Ordinal);

    private static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static IEnumerable<string>? Texts(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)
            : null;

    private static DateTimeOffset? Time(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out var seconds) && seconds is >= 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
