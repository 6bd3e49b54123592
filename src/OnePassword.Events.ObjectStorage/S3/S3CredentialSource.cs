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

    /// <summary>Gets the address of the security token service; null for that of the region.</summary>
    public Uri? TokenEndpoint { get; init; }

    /// <summary>Returns the security token service.</summary>
    /// <param name="endpoint">Its address; null for the usual one.</param>
    public TokenService TokenService(Uri? endpoint) => new(client, region, endpoint ?? TokenEndpoint);

    /// <summary>Exchanges the token of a Kubernetes service account for credentials of a role.</summary>
    public async Task<S3Keys> AssumeRoleAsync(string role, string session, string tokenFile, CancellationToken cancellationToken)
    {
        var token = await ReadFileAsync(tokenFile, cancellationToken).ConfigureAwait(false);
        return await TokenService(endpoint: null).AssumeRoleAsync(role, session, token, cancellationToken).ConfigureAwait(false);
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
        return Parse(reply) ?? throw Failed(reply);
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
                root.GetProperty("Token").GetString(), S3Keys.Time(root.GetProperty("Expiration").GetString()));
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

    private static string Text(ServiceReply reply) => Encoding.UTF8.GetString(reply.Body.Span);

    private static ObjectStorageException Failed(ServiceReply reply) => new(
        ObjectStorageFailure.NoCredentials, $"There are no credentials of the role of the container: {reply.Summary}.",
        "Check the trust policy of the role.", reply.Status);
}
