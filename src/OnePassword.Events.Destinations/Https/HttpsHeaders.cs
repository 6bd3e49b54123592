using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using OnePassword.Events.Destinations.Http;

namespace OnePassword.Events.Destinations.Https;

/// <summary>The headers of a request: credentials, idempotency key and signature.</summary>
internal sealed class HttpsHeaders(HttpsOptions options, GoogleAccessToken? google)
{
    /// <exception cref="ArgumentException">A header cannot be set, or there are several kinds of Authorization.</exception>
    public static void ThrowIfInvalid(HttpsOptions options)
    {
        string?[] own = [options.IdempotencyHeader, options.SignatureHeader, options.TimestampHeader];
        if (RequestHeaders.Problem(options.Headers.Keys.Concat(own.OfType<string>())) is { } problem)
            throw new ArgumentException(problem, nameof(options));
        if ((options.UserName is null) != (options.Password is null))
            throw new ArgumentException("A user name needs a password, and a password needs a user name.", nameof(options));
        object?[] kinds = [options.BearerToken, options.Password, options.GoogleServiceAccount];
        if (kinds.Count(kind => kind is not null) > 1)
            throw new ArgumentException("A destination has one kind of authorization only.", nameof(options));
    }

    /// <summary>Adds the credentials.</summary>
    /// <returns>Null, or why they cannot be obtained.</returns>
    public async Task<DeliveryResult?> AuthorizeAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (await RequestHeaders.AddAsync(request, options.Headers, options, cancellationToken).ConfigureAwait(false)
            is { } rejected)
            return rejected;
        if (options.BearerToken is { } bearer)
        {
            var (token, invalid) = await RequestHeaders.ReadAsync("Authorization", bearer, options, cancellationToken)
                .ConfigureAwait(false);
            if (invalid is not null)
                return invalid;
            SetBearer(request, token);
        }
        if (options.Password is { } password)
        {
            var text = $"{options.UserName}:{await password.ReadAsync(cancellationToken).ConfigureAwait(false)}";
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));
        }
        if (google is null)
            return null;
        var (accessToken, failure) = await google.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (failure is null)
            SetBearer(request, accessToken!);
        return failure;
    }

    /// <summary>Adds the headers that depend on the batch and on the body.</summary>
    public async Task DescribeAsync(HttpRequestMessage request, EventBatch batch, CancellationToken cancellationToken)
    {
        foreach (var (name, value) in options.Preset?.Headers ?? [])
            request.Headers.TryAddWithoutValidation(name, options.Preset!.Expand(value, batch.Origin, Uri.EscapeDataString));
        if (options.IdempotencyHeader is { } header)
            request.Headers.TryAddWithoutValidation(header, KeyOf(batch));
        if (options.SigningSecret is not { } signing)
            return;
        var secret = await signing.ReadAsync(cancellationToken).ConfigureAwait(false);
        var time = options.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.ASCII.GetBytes($"{time}."));
        hmac.AppendData(body);
        request.Headers.TryAddWithoutValidation(options.TimestampHeader, time);
        request.Headers.TryAddWithoutValidation(
            options.SignatureHeader, $"sha256={Convert.ToHexStringLower(hmac.GetHashAndReset())}");
    }

    // The events as sent by the API: the encoded ones may contain the time at which they were read.
    private static string KeyOf(EventBatch batch)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var one in batch.Events)
            hash.AppendData(one.Event.Json.Span);
        var account = batch.Origin.AccountUuid ?? batch.Origin.Account ?? HttpsPreset.UnknownAccount;
        return $"{Uri.EscapeDataString(account)}/{batch.Origin.Feed}/{Convert.ToHexStringLower(hash.GetHashAndReset())[..32]}";
    }

    private static void SetBearer(HttpRequestMessage request, string token) =>
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
}
