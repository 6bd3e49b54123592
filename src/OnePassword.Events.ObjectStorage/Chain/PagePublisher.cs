using OnePassword.Events.ObjectStorage.Layout;

namespace OnePassword.Events.ObjectStorage.Chain;

/// <summary>
/// Stores the objects of pages that a layout divides. A page is first stored as an archive. The entry that names the archive
/// commits the page. Its owner, or the next one, then publishes the objects: the same ones, however often it does.
/// </summary>
internal sealed class PagePublisher(
    IObjectContainer container, ObjectKeys keys, ObjectLayout? layout, string? account, string name)
{
    private static readonly Dictionary<string, string> NoMetadata = new(StringComparer.Ordinal);

    public bool HasLayout => layout is not null;

    /// <summary>Divides and encodes a page, and stores its archive. No reader sees it.</summary>
    public async Task<PageContent> StageAsync(
        Checkpoint checkpoint, long number, DateTimeOffset arrival, IReadOnlyList<RawEvent> events,
        CancellationToken cancellationToken)
    {
        var parts = layout!.Divide(events, Origin(checkpoint, arrival));
        if (parts.Sum(part => part.Events.Count) is var count && count != events.Count)
            throw new InvalidOperationException($"The layout has divided {events.Count} events into parts of {count} events.");
        var objects = new List<(string Key, byte[] Content)>();
        foreach (var part in parts)
        {
            var encoded = await part.Format.EncodeAsync(part.Events, cancellationToken).ConfigureAwait(false);
            var hash = EventsObject.HashOf(encoded);
            objects.Add((keys.Part(part, name, checkpoint, number, objects.Count, hash), encoded));
        }
        var archive = keys.Archive(name, number, Guid.NewGuid()); // Of this attempt only: no late request can replace it.
        var content = layout.Archive.Write(objects);
        await container.TryCreateAsync(archive, content, NoMetadata, cancellationToken).ConfigureAwait(false);
        return new PageContent(Events: null, archive, objects);
    }

    /// <summary>Publishes a page from its archive, unless that is done.</summary>
    /// <exception cref="CheckpointException">The archive is missing or corrupt.</exception>
    /// <exception cref="ObjectStorageException">The store has no layout, or a storage rejected a request.</exception>
    public async Task PublishAsync(string archive, CancellationToken cancellationToken)
    {
        var content = await container.ReadAsync(archive, cancellationToken).ConfigureAwait(false)
            ?? throw Lost(archive, "deleted");
        if (content.IsEmpty)
            return;
        if (layout is null)
        {
            throw new ObjectStorageException(
                $"The last page of '{name}' is not published yet, and the store has no Layout. "
                + "Start once with the previous Layout.");
        }
        IReadOnlyList<(string Key, byte[] Content)> objects;
        try
        {
            objects = layout.Archive.Read(content);
        }
        catch (InvalidDataException e)
        {
            throw Lost(archive, "changed", e);
        }
        await PublishAsync(archive, objects, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Publishes the objects of a page, and then empties its archive.</summary>
    public async Task PublishAsync(
        string archive, IReadOnlyList<(string Key, byte[] Content)> objects, CancellationToken cancellationToken)
    {
        // An object that exists has the same content: its key contains the hash.
        foreach (var (key, content) in objects)
        {
            await (layout!.ContainerOf(key) ?? container).TryCreateAsync(key, content, NoMetadata, cancellationToken)
                .ConfigureAwait(false);
        }
        await container.ReplaceAsync(archive, default, cancellationToken).ConfigureAwait(false);
    }

    private EventOrigin Origin(Checkpoint checkpoint, DateTimeOffset arrival) => new()
    {
        Account = account,
        AccountUuid = checkpoint.AccountUuid,
        Feed = checkpoint.Feed,
        ApiVersion = checkpoint.ApiVersion,
        Host = checkpoint.Host,
        ReadAt = arrival,
    };

    private static CheckpointException Lost(string archive, string how, Exception? cause = null) =>
        new(CheckpointFailure.Corrupt, $"The object '{archive}' was {how}. Restore it, or use another prefix.", cause);
}
