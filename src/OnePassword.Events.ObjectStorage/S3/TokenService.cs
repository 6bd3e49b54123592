using System.Globalization;
using System.Net.Http.Headers;
using OnePassword.Events.ObjectStorage.Http;

namespace OnePassword.Events.ObjectStorage.S3;

/// <summary>The security token service of AWS, which issues the temporary credentials of roles.</summary>
internal sealed class TokenService(ServiceClient client, string region, Uri? endpoint)
{
    private static readonly MediaTypeHeaderValue Form = new("application/x-www-form-urlencoded");

    private readonly Uri _address = endpoint ?? DefaultAddress(region);

    /// <summary>Assumes a role with other credentials.</summary>
    public Task<S3Keys> AssumeRoleAsync(AssumeRoleOptions role, S3Keys keys, CancellationToken cancellationToken) => RequestAsync(
        "AssumeRole", role.RoleArn, role.SessionName, keys,
        [
            ("DurationSeconds", ((int)role.Duration.TotalSeconds).ToString(CultureInfo.InvariantCulture)),
            ("ExternalId", role.ExternalId),
        ],
        cancellationToken);

    /// <summary>Assumes a role with the token of a Kubernetes service account.</summary>
    public Task<S3Keys> AssumeRoleAsync(string role, string session, string token, CancellationToken cancellationToken) =>
        RequestAsync("AssumeRoleWithWebIdentity", role, session, keys: null, [("WebIdentityToken", token)], cancellationToken);

    private async Task<S3Keys> RequestAsync(
        string action, string role, string session, S3Keys? keys, IEnumerable<(string Name, string? Value)> more,
        CancellationToken cancellationToken)
    {
        IEnumerable<(string Name, string? Value)> fields =
            [("Action", action), ("Version", "2011-06-15"), ("RoleArn", role), ("RoleSessionName", session), .. more];
        using var form = new FormUrlEncodedContent(
            fields.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Name, field.Value)));
        var body = await form.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        var reply = await client.SendAsync(
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Post, _address)
                {
                    Content = new ByteArrayContent(body) { Headers = { ContentType = Form } },
                };
                if (keys is not null)
                    S3Signature.Sign(request, keys, region, body, client.Clock.GetUtcNow(), "sts");
                return ValueTask.FromResult(request);
            },
            reply => reply.Code is "Throttling", cancellationToken).ConfigureAwait(false);
        return reply.IsSuccess && reply.Element("AccessKeyId") is { } id && reply.Element("SecretAccessKey") is { } secret
            ? new S3Keys(id, secret, reply.Element("SessionToken"), S3Keys.Time(reply.Element("Expiration")))
            : throw new ObjectStorageException(
                ObjectStorageFailure.NoCredentials, $"There are no credentials of the role {role}: {reply.Summary}.",
                Advice(reply.Code, keys is not null), reply.Status);
    }

    private static string Advice(string? code, bool isSigned) => code switch
    {
        "InvalidClientTokenId" or "SignatureDoesNotMatch" or "ExpiredToken" or "IncompleteSignature" when isSigned =>
            "Check the credentials that assume the role, and the clock of this machine.",
        "ValidationError" when isSigned =>
            "Check RoleArn, ExternalId and Duration. Duration must not exceed the maximum session duration of the role.",
        "RegionDisabledException" => "Activate the security token service in this region.",
        _ when isSigned =>
            "Check that the trust policy of the role allows this identity and ExternalId, and that the identity may call "
            + "sts:AssumeRole.",
        _ => "Check the trust policy of the role.",
    };

    private static Uri DefaultAddress(string region)
    {
        var suffix = region.StartsWith("cn-", StringComparison.Ordinal) ? "amazonaws.com.cn" : "amazonaws.com";
        return new Uri($"https://sts.{region}.{suffix}/");
    }
}
