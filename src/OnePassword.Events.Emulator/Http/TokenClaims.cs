using System.Buffers.Text;
using System.Text.Json;
using OnePassword.Events.Emulator.Events;

namespace OnePassword.Events.Emulator.Http;

/// <summary>What a token says about itself: read from the JWT that was given; whatever it lacks is made up.</summary>
internal sealed record TokenClaims(string Integration, string Account, DateTimeOffset IssuedAt, IReadOnlyList<string> Features)
{
    public static TokenClaims Of(EmulatorOptions options, Population population, DateTimeOffset now)
    {
        var issuedAt = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds()) - TimeSpan.FromDays(30);
        var features = options.Features.Distinct().Order().Select(WireNames.Of);
        var made = new TokenClaims(population.Integration, population.Account, issuedAt, [.. features]);
        return options.Token is null ? made : made.OverriddenBy(options.Token);
    }

    private TokenClaims OverriddenBy(string token)
    {
        try
        {
            using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.') is [_, var claims, _] ? claims : ""));
            var json = payload.RootElement;
            return json.ValueKind != JsonValueKind.Object ? this : new(
                Text(json, "sub") ?? Integration,
                Text(json, "1password.com/auuid") ?? Account,
                Time(json, "iat") ?? IssuedAt,
                Texts(json, "1password.com/fts")?.Where(MayBeGranted).ToList() ?? Features);
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            return this; // not a JWT, or a text in it is not valid UTF-8
        }
    }

    /// <summary>A feed that the options leave out stays left out; a feature that is not a feed is shown as the token has it.</summary>
    private bool MayBeGranted(string feature) => WireNames.ToFeed(feature) is null || Features.Contains(feature, StringComparer.Ordinal);

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
