using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OnePassword.Events.Destinations.Http;

namespace OnePassword.Events.Destinations.Https;

/// <summary>The access token of a Google service account: a token that its key signed is exchanged for it.</summary>
internal sealed class GoogleAccessToken(HttpsOptions options, HttpSender sender)
{
    private const string GrantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private const string InvalidKey = "The key of the service account is invalid. Create a JSON key in the Google Cloud console.";
    private const int Lifetime = 3_600; // Seconds, the longest that Google accepts.

    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private volatile Cached? _cached;

    /// <summary>Returns the token, or why it cannot be obtained.</summary>
    public async Task<(string? Token, DeliveryResult? Failure)> ReadAsync(CancellationToken cancellationToken)
    {
        var key = await options.GoogleServiceAccount!.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (_cached is { } cached && cached.Key == key && options.Clock.GetUtcNow() < cached.Until)
            return (cached.Token, null);
        if (TrySign(key) is not var (endpoint, assertion))
            return (null, DeliveryResult.Stop(InvalidKey + options.SecretSentence) with { SecretRejected = true });
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
        request.Content = new FormUrlEncodedContent(
        [
            new KeyValuePair<string, string>("grant_type", GrantType),
            new KeyValuePair<string, string>("assertion", assertion),
        ]);
        var (reply, failure) = await sender.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (failure is not null)
            return (null, failure with { MayHaveArrived = false });
        using var json = reply!.IsSuccess ? reply.TryParse() : null;
        if (json?.RootElement is not { ValueKind: JsonValueKind.Object } root
            || !root.TryGetProperty("access_token", out var token) || token.ValueKind != JsonValueKind.String)
            return (null, Failure(reply));
        var received = new Cached(key, token.GetString()!, options.Clock.GetUtcNow() + UsableTime(root));
        _cached = received; // Another batch can forget it at once.
        return (received.Token, null);
    }

    /// <summary>Makes the next request obtain a new token.</summary>
    public void Forget() => _cached = null;

    // The token is replaced before it expires, even if it lives only minutes.
    private static TimeSpan UsableTime(JsonElement reply)
    {
        var seconds = reply.TryGetProperty("expires_in", out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt32(out var lifetime) ? Math.Clamp(lifetime, 0, Lifetime) : Lifetime;
        var time = TimeSpan.FromSeconds(seconds);
        return time / 2 < Margin ? time / 2 : time - Margin;
    }

    private static DeliveryResult Failure(HttpReply reply) => reply.Status is 400 or 401 or 403
        ? DeliveryResult.Stop($"{reply.Summary}. Check the key of the service account.{reply.SecretSentence}") with
        {
            SecretRejected = true,
        }
        : DeliveryResult.Retry($"{reply.Summary}. The access token cannot be obtained.", reply.RetryAfter);

    private (Uri Endpoint, string Assertion)? TrySign(string key)
    {
        try
        {
            using var json = JsonDocument.Parse(key);
            var endpoint = new Uri(json.RootElement.GetProperty("token_uri").GetString()!);
            if (endpoint.Scheme != Uri.UriSchemeHttps && !endpoint.IsLoopback)
                return null;
            using var rsa = RSA.Create();
            rsa.ImportFromPem(json.RootElement.GetProperty("private_key").GetString());
            var issuer = JsonEncodedText.Encode(json.RootElement.GetProperty("client_email").GetString()!);
            var now = options.Clock.GetUtcNow().ToUnixTimeSeconds();
            var claims = FormattableString.Invariant($$"""
                {"iss":"{{issuer}}","scope":"{{options.GoogleScope}}","aud":"{{endpoint}}","iat":{{now}},"exp":{{now + Lifetime}}}
                """);
            var signed = $"{Encode("""{"alg":"RS256","typ":"JWT"}"""u8)}.{Encode(Encoding.UTF8.GetBytes(claims))}";
            var signature = rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            return (endpoint, $"{signed}.{Encode(signature)}");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException
            or UriFormatException or CryptographicException)
        {
            return null;
        }
    }

    private static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    private sealed record Cached(string Key, string Token, DateTimeOffset Until);
}
