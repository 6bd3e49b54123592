using System.Globalization;
using OnePassword.Events.ObjectStorage.Azure;
using OnePassword.Events.ObjectStorage.Http;
using OnePassword.Events.ObjectStorage.Layout;

namespace OnePassword.Events.ObjectStorage;

/// <summary>A container of Azure Blob Storage, which must exist.</summary>
public sealed class AzureBlobContainer : IObjectContainer, IDisposable
{
    private const string ApiVersion = "2021-12-02";

    private readonly AzureBlobContainerOptions _options;
    private readonly ServiceClient _client;
    private readonly ObjectRequests _requests;
    private readonly RequestAuthorizer _authorizer;

    /// <summary>Creates a client of a container. It sends nothing.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">The address is not https, or http on loopback, or does not name a
    /// container.</exception>
    public AzureBlobContainer(AzureBlobContainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options is not { Url: not null, Credential: not null } || !ServiceClient.IsSafe(options.Url)
            || options.Url.AbsolutePath.Trim('/') is "")
        {
            throw new ArgumentException(
                "Url must be the https address of a container, or http on loopback, without a shared access signature. "
                + "Credential must not be null.",
                nameof(options));
        }
        _options = options;
        _client = new ServiceClient(options.Handler, options.Clock);
        _requests = new ObjectRequests
        {
            MetadataPrefix = "x-ms-meta-",
            SendAsync = SendAsync,
            IsExisting = IsExisting,
            IsMissing = IsMissing,
            Failed = Failed,
        };
        _authorizer = options.Credential.Authorizer(_client);
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryCreateAsync(
        string key, ReadOnlyMemory<byte> content, IReadOnlyDictionary<string, string> metadata,
        CancellationToken cancellationToken = default) =>
        _requests.TryCreateAsync(key, content, metadata, cancellationToken);

    /// <inheritdoc/>
    public ValueTask ReplaceAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        _requests.ReplaceAsync(key, content, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string key, CancellationToken cancellationToken = default) =>
        _requests.ReadAsync(key, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<string, string>?> ReadMetadataAsync(
        string key, CancellationToken cancellationToken = default) =>
        _requests.ReadMetadataAsync(key, cancellationToken);

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        _client.Dispose();
        _authorizer.Dispose();
    }

    private async Task<ServiceReply> SendAsync(
        HttpMethod method, string key, ReadOnlyMemory<byte>? content, IEnumerable<(string Name, string Value)> headers,
        CancellationToken cancellationToken)
    {
        ObjectKeys.ThrowIfInvalid(key);
        var path = string.Join('/', key.Split('/').Select(Uri.EscapeDataString));
        var address = new Uri($"{_options.Url.AbsoluteUri.TrimEnd('/')}/{path}");
        var fixedHeaders = headers.ToList();
        var rejected = false;
        return await _client.SendAsync(
            async () =>
            {
                var request = new HttpRequestMessage(method, address);
                if (content is { } body)
                {
                    request.Content = ObjectContent.Of(body);
                    request.Headers.Add("x-ms-blob-type", "BlockBlob");
                }
                request.Headers.Add("x-ms-version", ApiVersion);
                request.Headers.Add("x-ms-date", _client.Clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture));
                foreach (var (name, value) in fixedHeaders)
                    request.Headers.TryAddWithoutValidation(name, value);
                await _authorizer.AuthorizeAsync(request, cancellationToken).ConfigureAwait(false);
                return request;
            },
            reply => !rejected && reply.Status is 401 or 403 && (rejected = _authorizer.Renew()),
            cancellationToken).ConfigureAwait(false);
    }

    private ObjectStorageException Failed(ServiceReply reply, string method)
    {
        var (reason, remedy) = reply.Status switch
        {
            404 => (ObjectStorageFailure.NotFound, "Create the container, or check Url."),
            401 or 403 => (
                ObjectStorageFailure.AccessDenied,
                "Check the credential, its role or permissions, and the firewall of the storage account."),
            _ => (ObjectStorageFailure.Rejected, ""),
        };
        var problem = $"The container '{_options.Url.AbsolutePath.Trim('/')}' rejected {method}: {reply.Summary}.";
        return new ObjectStorageException(reason, problem, remedy, reply.Status);
    }

    // A HEAD for a container that does not exist names that in its header.
    private static bool IsMissing(ServiceReply reply) =>
        reply.Status == 404 && reply.Code is not ("ContainerNotFound" or "ResourceNotFound" or "AccountNotFound");

    private static bool IsExisting(ServiceReply reply) => reply.Status is 403 or 409 or 412
        && reply.Code is "BlobAlreadyExists" or "ConditionNotMet" or "UnauthorizedBlobOverwrite" or "BlobImmutableDueToPolicy";
}
