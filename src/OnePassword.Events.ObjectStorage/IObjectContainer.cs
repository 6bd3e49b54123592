namespace OnePassword.Events.ObjectStorage;

/// <summary>
/// A bucket or a container: what <see cref="ObjectEventStore"/> requires of an object storage. A read returns the latest object.
/// </summary>
/// <remarks>Implementations retry temporary failures, and throw an <see cref="ObjectStorageException"/> for others.</remarks>
public interface IObjectContainer
{
    /// <summary>Creates an object, unless one with this key exists. If several writers are concurrent, one creates it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="content">The content.</param>
    /// <param name="metadata">The metadata: short ASCII texts whose names are lowercase letters and digits.</param>
    /// <param name="cancellationToken">Cancels the operation. It is then unknown whether the object was created.</param>
    /// <returns>
    /// True if the object was created; false if it exists. It can exist because an earlier attempt of the same call created it.
    /// </returns>
    /// <exception cref="ObjectStorageException">The storage rejected the request or did not respond.</exception>
    ValueTask<bool> TryCreateAsync(
        string key, ReadOnlyMemory<byte> content, IReadOnlyDictionary<string, string> metadata,
        CancellationToken cancellationToken = default);

    /// <summary>Creates or replaces an object.</summary>
    /// <param name="key">The key.</param>
    /// <param name="content">The content.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="ObjectStorageException">The storage rejected the request or did not respond.</exception>
    ValueTask ReplaceAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default);

    /// <summary>Returns the content of an object; null if it does not exist.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="ObjectStorageException">The storage rejected the request or did not respond.</exception>
    ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Returns the metadata of an object; null if it does not exist.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="ObjectStorageException">The storage rejected the request or did not respond.</exception>
    ValueTask<IReadOnlyDictionary<string, string>?> ReadMetadataAsync(string key, CancellationToken cancellationToken = default);
}
