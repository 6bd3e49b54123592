using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using OnePassword.Events.Emulator.Events;

namespace OnePassword.Events.Emulator.Http;

/// <summary>The one token that the emulator accepts, and what introspection says of it.</summary>
internal sealed class AccessToken
{
    private const string Scheme = "Bearer ";
    private const int SignatureSize = 64;

    private readonly TokenClaims _claims;

    public AccessToken(EmulatorOptions options, EventStore store, DateTimeOffset now, Uri audience)
    {
        _claims = TokenClaims.Of(options, store.Population, now);
        Value = options.Token ?? Jwt(store.Seed, audience.Authority);
    }

    public string Value { get; }

    private string Features => string.Join(',', _claims.Features.Select(GoJson.Quote));

    public bool MayRead(EmulatorFeed feed) => _claims.Features.Contains(WireNames.Of(feed), StringComparer.Ordinal);

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

    /// <summary>The shape of a real token. Clients read its claims but cannot verify it, so any 64 bytes sign it.</summary>
    private string Jwt(ulong seed, string audience)
    {
        var rng = new Rng(Rng.Key(seed, Purpose.Token), 0);
        var header = GoJson.Object(("alg", "ES256"), ("kid", Uuids.NewLower(ref rng)), ("typ", "JWT"));
        var claims = $$"""{"1password.com/auuid":"{{_claims.Account}}","1password.com/fts":[{{Features}}]"""
            + $$""","aud":["{{audience}}"],"iat":{{_claims.IssuedAt.ToUnixTimeSeconds()}}"""
            + $$""","iss":"com.1password.b5","jti":"{{Uuids.NewLower(ref rng)}}","sub":"{{_claims.Integration}}"}""";

        var signature = new byte[SignatureSize];
        for (var i = 0; i < SignatureSize; i += sizeof(ulong))
            BinaryPrimitives.WriteUInt64BigEndian(signature.AsSpan(i), rng.Next());
        return string.Join('.', Part(GoJson.Utf8(header)), Part(GoJson.Utf8(claims)), Part(signature));
    }

    private static string Part(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
