using OnePassword.Events.ObjectStorage.Layout;

namespace OnePassword.Events.ObjectStorage.Chain;

/// <summary>The objects of a follower in the container.</summary>
internal sealed class ChainObjects(
    IObjectContainer container, ObjectKeys keys, ObjectFormat format, PagePublisher publisher, string name)
{
    private static readonly Dictionary<string, string> NoMetadata = new(StringComparer.Ordinal);
    private readonly string _owner = Guid.NewGuid().ToString("N"); // No two owners write the same bytes.

    /// <summary>Encodes the events of a page. With a layout, it stores them where no reader sees them.</summary>
    public async Task<PageContent> PrepareAsync(
        Checkpoint checkpoint, long number, DateTimeOffset arrival, IReadOnlyList<RawEvent> events,
        CancellationToken cancellationToken)
    {
        if (publisher.HasLayout)
            return await publisher.StageAsync(checkpoint, number, arrival, events, cancellationToken).ConfigureAwait(false);
        var content = await format.EncodeAsync(events, cancellationToken).ConfigureAwait(false);
        var empty = await format.EncodeAsync([], cancellationToken).ConfigureAwait(false);
        var key = keys.Events(name, checkpoint, number, arrival, format.Extension);
        return new PageContent(
            new EventsObject(key, EventsObject.HashOf(content), events.Count, empty), Archive: null, [(key, content)]);
    }

    /// <summary>Returns the number of the last entry; 0 if there is none.</summary>
    /// <param name="known">The number of an entry that exists; 0 if none is known.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public Task<long> LastNumberAsync(long known, CancellationToken cancellationToken)
    {
        return EntrySearch.LastAsync(ExistsAsync, known);

        async Task<bool> ExistsAsync(long number) =>
            await container.ReadMetadataAsync(keys.Entry(name, number), cancellationToken).ConfigureAwait(false) is not null;
    }

    /// <exception cref="CheckpointException">The entry is missing or corrupt, or a later version wrote it.</exception>
    public async Task<ChainEntry> ReadAsync(long number, CancellationToken cancellationToken)
    {
        var key = keys.Entry(name, number);
        return await container.ReadAsync(key, cancellationToken).ConfigureAwait(false) is { } content
            ? ChainEntryFormat.Read(key, content)
            : throw new CheckpointException(
                CheckpointFailure.Corrupt, $"The object '{key}' was deleted. Restore it, or use another prefix.");
    }

    /// <summary>Creates an entry.</summary>
    /// <returns>Null if it was created; the entry of another writer, or of another attempt, that has the number.</returns>
    public async Task<ChainEntry?> CreateAsync(ChainEntry entry, CancellationToken cancellationToken)
    {
        var (key, bytes) = (keys.Entry(name, entry.Number), ChainEntryFormat.Write(entry, _owner));
        if (await container.TryCreateAsync(key, bytes, NoMetadata, cancellationToken).ConfigureAwait(false))
            return null;
        var existing = await container.ReadAsync(key, cancellationToken).ConfigureAwait(false);
        return existing is { } content && content.Span.SequenceEqual(bytes)
            ? null
            : await ReadAsync(entry.Number, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stores the events of an entry, unless another process has sealed them.</summary>
    /// <returns>Whether they are stored.</returns>
    public async Task<bool> StoreAsync(PageContent page, long epoch, CancellationToken cancellationToken)
    {
        if (page.Events is not { } events)
        {
            await publisher.PublishAsync(page.Archive!, page.Objects, cancellationToken).ConfigureAwait(false);
            return true;
        }
        var (key, content) = page.Objects[0];
        return await container.TryCreateAsync(key, content, events.Metadata(epoch), cancellationToken).ConfigureAwait(false)
            || await ContentAsync(events, cancellationToken).ConfigureAwait(false) switch
            {
                EventsContent.Foreign => throw new ObjectStorageException(
                    $"The object '{key}' exists, but '{name}' did not write it. Follow again: the page gets another number."),
                var found => found is not EventsContent.Sealed, // Null: a reader has removed it.
            };
    }

    /// <summary>
    /// Returns whether the events of an entry are stored. If they are not, no one can store them any more. The objects of a page
    /// with an archive are published.
    /// </summary>
    public async Task<bool> SettleAsync(ChainEntry entry, long epoch, CancellationToken cancellationToken)
    {
        if (entry.Archive is { } archive)
            await publisher.PublishAsync(archive, cancellationToken).ConfigureAwait(false);
        if (entry.Events is not { } events)
            return true;
        if (await ContentAsync(events, cancellationToken).ConfigureAwait(false) is { } content)
            return content == EventsContent.Stored;
        if (await container.TryCreateAsync(events.Key, events.Empty, EventsObject.SealMetadata(epoch), cancellationToken)
            .ConfigureAwait(false))
        {
            return false;
        }
        return await ContentAsync(events, cancellationToken).ConfigureAwait(false) == EventsContent.Stored;
    }

    /// <summary>Returns whether the events of an entry count at the time of the call. Those of an archive do.</summary>
    public async Task<bool> IsStoredAsync(ChainEntry entry, CancellationToken cancellationToken) => entry.Events is not { } events
        || await ContentAsync(events, cancellationToken).ConfigureAwait(false) == EventsContent.Stored;

    public async Task<LatestPosition?> LatestAsync(CancellationToken cancellationToken) =>
        await container.ReadAsync(keys.Latest(name), cancellationToken).ConfigureAwait(false) is { } content
            ? LatestPosition.TryParse(content) : null;

    public ValueTask ReplaceLatestAsync(LatestPosition position, CancellationToken cancellationToken) =>
        container.ReplaceAsync(keys.Latest(name), position.ToBytes(), cancellationToken);

    /// <summary>Replaces the latest position after an entry. A failure has no effect, since the entry has the same.</summary>
    public async Task TryReplaceLatestAsync(LatestPosition position, CancellationToken cancellationToken)
    {
        try
        {
            await ReplaceLatestAsync(position, cancellationToken).ConfigureAwait(false);
        }
        catch (ObjectStorageException)
        {
            // A policy of the storage can forbid it. A load then reads some objects more.
        }
    }

    /// <summary>Checks that the storage does not replace an object that may only be created: all guarantees rest on it.</summary>
    /// <exception cref="ObjectStorageException">The storage replaces it.</exception>
    public async Task EnsureConditionsAsync(CancellationToken cancellationToken)
    {
        // The first attempt fails if another process has checked the same.
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var isCreated = await container.TryCreateAsync(keys.ConditionTest, default, NoMetadata, cancellationToken)
                .ConfigureAwait(false);
            if (!isCreated)
                return;
        }
        throw new ObjectStorageException(
            ObjectStorageFailure.NoConditionalWrites,
            "The storage replaces an object although the request has the header If-None-Match.",
            "Use a storage that supports conditional writes.");
    }

    /// <summary>Sends a request of each kind that a follower sends. No event and no checkpoint is stored.</summary>
    /// <exception cref="ObjectStorageException">The storage rejects one, or replaces what may only be created.</exception>
    public async Task CheckAccessAsync(CancellationToken cancellationToken)
    {
        // S3 rejects the request for an object that does not exist if the credentials do not allow s3:ListBucket. The response
        // to a read says why, unlike that to a request for metadata.
        _ = await container.ReadAsync($"{keys.ConditionTest}-missing", cancellationToken).ConfigureAwait(false);
        await EnsureConditionsAsync(cancellationToken).ConfigureAwait(false);
        await container.ReplaceAsync(keys.ConditionTest, default, cancellationToken).ConfigureAwait(false);
        _ = await container.ReadMetadataAsync(keys.ConditionTest, cancellationToken).ConfigureAwait(false);
    }

    // Null if there is no object.
    private async Task<EventsContent?> ContentAsync(EventsObject events, CancellationToken cancellationToken) =>
        await container.ReadMetadataAsync(events.Key, cancellationToken).ConfigureAwait(false) is { } metadata
            ? events.ContentOf(metadata) : null;
}
