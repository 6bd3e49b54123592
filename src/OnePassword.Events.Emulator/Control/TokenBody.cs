using System.Text.Json;
using System.Text.Json.Serialization;
using OnePassword.Events.Emulator.Access;

namespace OnePassword.Events.Emulator.Control;

/// <summary>The body of <c>POST token</c>. An empty body is the same as <c>{}</c>.</summary>
internal sealed class TokenBody
{
    public string? Token { get; set; }

    /// <summary>Gets or sets how long the previous token stays valid, in milliseconds.</summary>
    public double Grace { get; set; }

    /// <summary>Gets or sets unknown members, probably misspelled.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement> Unknown { get; set; } = new(StringComparer.Ordinal);

    /// <exception cref="ControlException">A member is unknown.</exception>
    /// <exception cref="JsonException">The JSON is malformed, or a member has an unexpected type.</exception>
    public static TokenBody Parse(ReadOnlySpan<byte> json)
    {
        var body = json.IsEmpty ? new() : JsonSerializer.Deserialize(json, ControlJson.Web.TokenBody)
            ?? throw new ControlException("The body is not a JSON object.");
        return body.Unknown.Count == 0
            ? body
            : throw new ControlException($"'{body.Unknown.Keys.First()}' is neither 'token' nor 'grace'.");
    }

    /// <summary>Rotates the token and returns the new one.</summary>
    /// <exception cref="ControlException">A member has an invalid value.</exception>
    public string Apply(AccessTokens tokens)
    {
        if (Grace is not (>= 0 and < 1e9))
            throw new ControlException("'grace' must be a number of milliseconds.");
        var grace = TimeSpan.FromMilliseconds(Grace);
        return AccessTokens.ProblemOf(Token, grace) is var (name, rule)
            ? throw new ControlException($"'{name}' {rule}.")
            : tokens.Rotate(Token, grace);
    }
}
