using System.Globalization;
using System.Text;
using System.Text.Json;
using OnePassword.Events.ObjectStorage.Http;

namespace OnePassword.Events.ObjectStorage.S3;

/// <summary>Requests temporary credentials: from the security token service, or from a service of the machine.</summary>
internal sealed class S3CredentialSource(ServiceClient client, string region)
{
    private const string InstanceService = "http://169.254.169.254";
    private const string RolePath = "/latest/meta-data/iam/security-credentials/";
    private static readonly TimeSpan LocalTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Gets or sets the address of the security token service; null for that of the region.</summary>
    public Uri? TokenService { get; init; }

    /// <summary>Exchanges the token of a Kubernetes service account for credentials of a role.</summary>
    public async Task<S3Keys> AssumeRoleAsync(string role, string session, string tokenFile, CancellationToken cancellationToken)
    {
        var token = await ReadFileAsync(tokenFile, cancellationToken).ConfigureAwait(false);
        var suffix = region.StartsWith("cn-", StringComparison.Ordinal) ? "amazonaws.com.cn" : "amazonaws.com";
        var address = TokenService ?? new Uri($"https://sts.{region}.{suffix}/");
        var reply = await client.SendAsync(
            () => ValueTask.FromResult(new HttpRequestMessage(HttpMethod.Post, address)
            {
                Content = new FormUrlEncodedContent(
                [
                    new("Action", "AssumeRoleWithWebIdentity"), new("Version", "2011-06-15"),
                    new("RoleArn", role), new("RoleSessionName", session), new("WebIdentityToken", token),
                ]),
            }),
            _ => false, cancellationToken).ConfigureAwait(false);
        return reply.IsSuccess && reply.Element("AccessKeyId") is { } id && reply.Element("SecretAccessKey") is { } secret
            ? new S3Keys(id, secret, reply.Element("SessionToken"), Time(reply.Element("Expiration")))
            : throw Failed($"the role {role}", reply);
    }

    /// <summary>Requests the credentials of the role of a container.</summary>
    public async Task<S3Keys> ContainerRoleAsync(
        Uri address, string? token, string? tokenFile, CancellationToken cancellationToken)
    {
        if (tokenFile is not null)
            token = await ReadFileAsync(tokenFile, cancellationToken).ConfigureAwait(false);
        var reply = await client.Local.SendAsync(
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Get, address);
                if (token is not null)
                    request.Headers.TryAddWithoutValidation("Authorization", token);
                return ValueTask.FromResult(request);
            },
            _ => false, cancellationToken).ConfigureAwait(false);
        return Parse(reply) ?? throw Failed("the role of the container", reply);
    }

    /// <summary>Requests the credentials of the role of the instance; null if this is not an instance with a role.</summary>
    public async Task<S3Keys?> InstanceRoleAsync(string? endpoint, CancellationToken cancellationToken)
    {
        var service = (endpoint ?? InstanceService).TrimEnd('/');
        using var first = new HttpRequestMessage(HttpMethod.Put, service + "/latest/api/token")
        {
            Headers = { { "X-aws-ec2-metadata-token-ttl-seconds", "21600" } },
        };
        var session = await client.Local.TryOnceAsync(first, LocalTimeout, cancellationToken).ConfigureAwait(false);
        if (session is not { IsSuccess: true })
            return null;
        var role = await GetAsync(service + RolePath, session, cancellationToken).ConfigureAwait(false);
        if (role is not { IsSuccess: true })
            return null;
        var keys = await GetAsync(service + RolePath + Text(role).Trim(), session, cancellationToken).ConfigureAwait(false);
        return keys is null ? null : Parse(keys);
    }

    private async Task<ServiceReply?> GetAsync(string address, ServiceReply session, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("X-aws-ec2-metadata-token", Text(session));
        return await client.Local.TryOnceAsync(request, LocalTimeout, cancellationToken).ConfigureAwait(false);
    }

    private static S3Keys? Parse(ServiceReply reply)
    {
        try
        {
            using var json = JsonDocument.Parse(reply.Body);
            var root = json.RootElement;
            return new S3Keys(
                root.GetProperty("AccessKeyId").GetString()!, root.GetProperty("SecretAccessKey").GetString()!,
                root.GetProperty("Token").GetString(), Time(root.GetProperty("Expiration").GetString()));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static async Task<string> ReadFileAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return (await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ObjectStorageException(
                ObjectStorageFailure.NoCredentials, $"The token file '{file}' cannot be read: {e.Message}", "", status: null, e);
        }
    }

    private static DateTimeOffset? Time(string? text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        ? time : null;

    private static string Text(ServiceReply reply) => Encoding.UTF8.GetString(reply.Body.Span);

    private static ObjectStorageException Failed(string identity, ServiceReply reply) => new(
        ObjectStorageFailure.NoCredentials, $"There are no credentials of {identity}: {reply.Summary}.",
        "Check the trust policy of the role.", reply.Status);
}
