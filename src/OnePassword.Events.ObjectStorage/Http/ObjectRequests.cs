namespace OnePassword.Events.ObjectStorage.Http;

/// <summary>The requests for objects, which S3 and Azure Blob Storage have in common.</summary>
internal sealed class ObjectRequests
{
    /// <summary>Gets the beginning of the headers with metadata.</summary>
    public required string MetadataPrefix { get; init; }

    /// <summary>Gets a function that sends a request for an object, with retries.</summary>
    public required SendFunction SendAsync { get; init; }

    /// <summary>Gets a function that returns whether a response says that an object with this key exists.</summary>
    public required Func<ServiceReply, bool> IsExisting { get; init; }

    /// <summary>Gets a function that returns whether a response says that the object does not exist.</summary>
    public required Func<ServiceReply, bool> IsMissing { get; init; }

    /// <summary>Gets a function that returns the failure of a response to a method.</summary>
    public required Func<ServiceReply, string, ObjectStorageException> Failed { get; init; }

    public delegate Task<ServiceReply> SendFunction(
        HttpMethod method, string key, ReadOnlyMemory<byte>? content, IEnumerable<(string Name, string Value)> headers,
        CancellationToken cancellationToken);

    public async ValueTask<bool> TryCreateAsync(
        string key, ReadOnlyMemory<byte> content, IReadOnlyDictionary<string, string> metadata,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        var headers = metadata.Select(pair => (MetadataPrefix + pair.Key, pair.Value)).Append(("If-None-Match", "*"));
        var reply = await SendAsync(HttpMethod.Put, key, content, headers, cancellationToken).ConfigureAwait(false);
        return !IsExisting(reply) && (reply.IsSuccess ? true : throw Failed(reply, "PUT"));
    }

    public async ValueTask ReplaceAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var reply = await SendAsync(HttpMethod.Put, key, content, [], cancellationToken).ConfigureAwait(false);
        if (!reply.IsSuccess)
            throw Failed(reply, "PUT");
    }

    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        var reply = await SendAsync(HttpMethod.Get, key, null, [], cancellationToken).ConfigureAwait(false);
        if (IsMissing(reply))
            return null;
        return reply.IsSuccess ? reply.Body : throw Failed(reply, "GET");
    }

    public async ValueTask<IReadOnlyDictionary<string, string>?> ReadMetadataAsync(
        string key, CancellationToken cancellationToken)
    {
        var reply = await SendAsync(HttpMethod.Head, key, null, [], cancellationToken).ConfigureAwait(false);
        return IsMissing(reply) ? null : reply.IsSuccess ? reply.Metadata(MetadataPrefix) : throw Failed(reply, "HEAD");
    }
}
