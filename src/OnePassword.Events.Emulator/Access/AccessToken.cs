using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using OnePassword.Events.Emulator.Seeding;
using OnePassword.Events.Emulator.Wire;

namespace OnePassword.Events.Emulator.Access;

/// <summary>A token and its introspection.</summary>
internal sealed class AccessToken
{
    private const string Scheme = "Bearer ";
    private const int SignatureSize = 64;

    private readonly TokenClaims _claims;

    /// <param name="text">The token; null to generate one.</param>
    /// <param name="claims">The claims that the text lacks.</param>
    /// <param name="draw">The random numbers of a generated token.</param>
    /// <param name="audience">The address of the emulator.</param>
    public AccessToken(string? text, TokenClaims claims, Rng draw, Uri audience)
    {
        _claims = text is null ? claims : claims.OverriddenBy(text);
        Value = text ?? Jwt(draw, audience.Authority);
    }

    public string Value { get; }

    private string Features => string.Join(',', _claims.Features.Select(GoJson.Quote));

    public bool HasFeature(EmulatorFeed feed) => _claims.Features.Contains(WireNames.Of(feed), StringComparer.Ordinal);

    public bool IsIn(string? authorization) =>
        authorization is not null && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && authorization.AsSpan(Scheme.Length).Trim(' ').SequenceEqual(Value);

    public string Introspection(EmulatorApi api)
    {
        var issuedAt = _claims.IssuedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var (uuid, account) = (GoJson.Quote(_claims.Integration), GoJson.Quote(_claims.Account));
        return api == EmulatorApi.V1
            ? $$"""{"UUID":{{uuid}},"IssuedAt":"{{issuedAt}}","Features":[{{Features}}]}"""
            : $$"""{"uuid":{{uuid}},"issued_at":"{{issuedAt}}","features":[{{Features}}],"account_uuid":{{account}}}""";
    }

    /// <summary>Returns a JWT with the structure of a real token. Clients cannot verify its random signature.</summary>
    private string Jwt(Rng rng, string audience)
    {
        var header = GoJson.Object(("alg", "ES256"), ("kid", Uuids.Lower(rng.Next(), rng.Next())), ("typ", "JWT"));
        var claims = $$"""{"1password.com/auuid":"{{_claims.Account}}","1password.com/fts":[{{Features}}]"""
            + $$""","aud":["{{audience}}"],"iat":{{_claims.IssuedAt.ToUnixTimeSeconds()}}"""
            + $$""","iss":"com.1password.b5","jti":"{{Uuids.Lower(rng.Next(), rng.Next())}}","sub":"{{_claims.Integration}}"}""";

        var signature = new byte[SignatureSize];
        for (var i = 0; i < SignatureSize; i += sizeof(ulong))
            BinaryPrimitives.WriteUInt64BigEndian(signature.AsSpan(i), rng.Next());
        return string.Join('.', Part(GoJson.Utf8(header)), Part(GoJson.Utf8(claims)), Part(signature));
    }

    private static string Part(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
