using System.Text.RegularExpressions;
using OnePassword.Events.ObjectStorage.Http;
using OnePassword.Events.ObjectStorage.Layout;
using OnePassword.Events.ObjectStorage.S3;

namespace OnePassword.Events.ObjectStorage;

/// <summary>A bucket of Amazon S3, or of a compatible service that supports conditional writes.</summary>
/// <remarks>
/// The credentials require <c>s3:GetObject</c> and <c>s3:PutObject</c> on the objects. They require <c>s3:ListBucket</c> on the
/// bucket, because S3 otherwise does not say that an object does not exist.
/// </remarks>
public sealed partial class S3Bucket : IObjectContainer, IDisposable
{
    private readonly S3BucketOptions _options;
    private readonly ServiceClient _client;
    private readonly ObjectRequests _requests;
    private readonly CachedCredential<S3Keys> _keys;
    private readonly Uri _address;

    /// <summary>Creates a client of a bucket. It sends nothing.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">The bucket, the region or the endpoint is invalid.</exception>
    public S3Bucket(S3BucketOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options is not { Bucket: not null, Credentials: not null } || !BucketName().IsMatch(options.Bucket))
        {
            throw new ArgumentException(
                "Bucket must be the name of a bucket: lowercase letters, digits, - and . Credentials must not be null.",
                nameof(options));
        }
        if (options.Region is null || !RegionName().IsMatch(options.Region))
            throw new ArgumentException("Region must be the name of a region, such as eu-central-1.", nameof(options));
        if (options.Endpoint is { } endpoint && !ServiceClient.IsSafe(endpoint))
            throw new ArgumentException("Endpoint must be https, or http on loopback.", nameof(options));
        (_options, _address) = (options, AddressOf(options));
        _client = new ServiceClient(options.Handler, options.Clock);
        _requests = new ObjectRequests
        {
            MetadataPrefix = "x-amz-meta-",
            SendAsync = SendAsync,
            IsExisting = reply => reply.Status == 412,
            IsMissing = reply => reply.Status == 404 && reply.Code != "NoSuchBucket",
            Failed = Failed,
        };
        var source = new S3CredentialSource(_client, options.Region);
        _keys = new CachedCredential<S3Keys>(
            async token => await options.Credentials.ReadAsync(source, token).ConfigureAwait(false) is var keys
                ? (keys, keys.ExpiresAt) : default,
            options.Clock);
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
        _keys.Dispose();
    }

    private async Task<ServiceReply> SendAsync(
        HttpMethod method, string key, ReadOnlyMemory<byte>? content, IEnumerable<(string Name, string Value)> headers,
        CancellationToken cancellationToken)
    {
        ObjectKeys.ThrowIfInvalid(key);
        var address = new Uri(_address, S3Signature.EncodePath(key));
        var fixedHeaders = headers.ToList();
        var rejected = false;
        return await _client.SendAsync(
            async () =>
            {
                var keys = await _keys.GetAsync(cancellationToken).ConfigureAwait(false);
                var request = new HttpRequestMessage(method, address);
                if (content is { } body)
                    request.Content = ObjectContent.Of(body);
                foreach (var (name, value) in fixedHeaders)
                    request.Headers.TryAddWithoutValidation(name, value);
                var now = _client.Clock.GetUtcNow();
                S3Signature.Sign(request, keys, _options.Region, content is { } signed ? signed.Span : [], now);
                return request;
            },
            reply =>
            {
                // 409: another conditional write of the key is in progress. Credentials that were rejected are renewed once.
                if (reply.Status == 409)
                    return true;
                if (rejected || reply.Status is not (400 or 401 or 403) || reply.Code is "RequestTimeTooSkewed")
                    return false;
                _keys.Drop();
                return rejected = true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private ObjectStorageException Failed(ServiceReply reply, string method)
    {
        var problem = $"The bucket '{_options.Bucket}' rejected {method}: {reply.Summary}.";
        var region = reply.Header("x-amz-bucket-region"); // Also of a response without a body.
        if (reply is { Status: 301 or 307 } or { Code: "AuthorizationHeaderMalformed" }
            || (region is not null && region != _options.Region))
        {
            return new ObjectStorageException(
                ObjectStorageFailure.WrongRegion, region is null ? problem : $"{problem} The bucket is in {region}.",
                "Correct Region.", reply.Status);
        }
        var (reason, remedy) = reply switch
        {
            { Code: "RequestTimeTooSkewed" } => (ObjectStorageFailure.WrongClock, "Correct the clock of this machine."),
            { Status: 404 } => (ObjectStorageFailure.NotFound, "Check Bucket and Region."),
            { Status: 401 or 403 } or { Code: "ExpiredToken" or "InvalidToken" } => (
                ObjectStorageFailure.AccessDenied,
                "Check the credentials, and that they allow s3:GetObject, s3:PutObject and s3:ListBucket."),
            { Status: 501 } => (ObjectStorageFailure.NoConditionalWrites, "Use a storage that supports conditional writes."),
            _ => (ObjectStorageFailure.Rejected, ""),
        };
        return new ObjectStorageException(reason, problem, remedy, reply.Status);
    }

    private static Uri AddressOf(S3BucketOptions options)
    {
        if (options.Endpoint is { } endpoint)
            return new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/{options.Bucket}/");
        var suffix = options.Region.StartsWith("cn-", StringComparison.Ordinal) ? "amazonaws.com.cn" : "amazonaws.com";
        return options.Bucket.Contains('.', StringComparison.Ordinal) // No certificate covers two labels.
            ? new Uri($"https://s3.{options.Region}.{suffix}/{options.Bucket}/")
            : new Uri($"https://{options.Bucket}.s3.{options.Region}.{suffix}/");
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\z", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex BucketName();

    [GeneratedRegex(@"\A[a-z0-9-]{1,32}\z", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex RegionName();
}
