using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using OnePassword.Events.Emulator.Seeding;
using OnePassword.Events.Emulator.Wire;

namespace OnePassword.Events.Emulator.Access;

/// <summary>The only token that the emulator accepts, and its introspection.</summary>
internal sealed class AccessToken
{
    private const string Scheme = "Bearer ";
    private const int SignatureSize = 64;

    private readonly TokenClaims _claims;

    public AccessToken(EmulatorOptions options, TokenClaims claims, Uri audience)
    {
        _claims = claims;
        Value = options.Token ?? Jwt(unchecked((ulong)options.Seed), audience.Authority);
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
    private string Jwt(ulong seed, string audience)
    {
        var rng = new Rng(Rng.Key(seed, RngStream.Token), 0);
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
