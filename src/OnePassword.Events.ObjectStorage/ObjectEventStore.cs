using System.Collections.Concurrent;
using OnePassword.Events.ObjectStorage.Chain;
using OnePassword.Events.ObjectStorage.Layout;

namespace OnePassword.Events.ObjectStorage;

/// <summary>
/// Stores the events and the checkpoints of followers in a bucket of S3 or a container of Azure Blob Storage. Each event is
/// stored exactly once and in the order of the feed, whatever fails.
/// </summary>
/// <remarks>
/// <para>A page is one object, usually of compressed NDJSON, in the partition of its arrival:
/// <c>events/source=1password/feed=…/account=…/dt=2026-11-27/hour=08/auditevents-000000000042.ndjson.gz</c>. A reader that
/// lists <c>events/</c> finds each event once.</para>
/// <para>A follower has a chain of numbered objects, such as <c>chain/…/000000000042.json.gz</c>. Each is created with the
/// condition that it does not exist. The entry of a page contains the key, the hash and the checkpoint of its events, and is
/// created before them. So page 42 has only one key and one content, although the key contains a time. The object with the
/// events is also created with the condition, and that commits the page. A writer that loses leaves nothing there.</para>
/// <para>A store takes a follower when it loads the checkpoint. If the last entry has no events yet, the store creates their
/// object without lines: a writer that hangs can then no longer store them. The store then adds an entry with a higher epoch.
/// The next write of the previous owner finds it, and fails with <see cref="CheckpointFailure.TakenOver"/>.</para>
/// <para>A page that was not committed is read from the server again, and may then have more events. It becomes a new entry,
/// so nothing depends on equal pages.</para>
/// <para>A poll without events replaces the object <c>chain/…/latest.json</c>, except the first write of an owner, which is an
/// entry. The object counts only while its number is the last one. So a late write of a previous owner cannot undo a checkpoint:
/// at most, polls without events are repeated.</para>
/// <para>With an <see cref="ObjectLayout"/>, a page is several objects. They are first stored as an archive, and the entry that
/// names it commits the page. Its objects are then created, by the next owner if this one ends.</para>
/// <para>Events that are older than a day may be deleted or moved, except the object with the highest number. The objects of
/// <c>chain/</c> must stay.</para>
/// </remarks>
/// <example>
/// <code>
/// using var bucket = new S3Bucket(new() { Bucket = "security-events", Region = "eu-central-1" });
/// await using var store = new ObjectEventStore(bucket);
/// await events.AuditEvents.FollowRawAsync(store, (page, token) =&gt; store.StoreAsync(page, token));
/// </code>
/// </example>
public sealed class ObjectEventStore : IEventStore
{
    private readonly ConcurrentDictionary<string, ChainOwner> _chains = new(StringComparer.OrdinalIgnoreCase);
    private readonly IObjectContainer _container;
    private readonly ObjectEventStoreOptions _options;
    private readonly ObjectKeys _keys;
    private volatile bool _isDisposed;

    /// <summary>Creates a store. It sends its first request when a checkpoint is loaded.</summary>
    /// <param name="container">The bucket or container. The store does not dispose it.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public ObjectEventStore(IObjectContainer container, ObjectEventStoreOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(container);
        (_container, _options) = (container, ObjectEventStoreOptions.Checked(options));
        _keys = new ObjectKeys(_options.Prefix, _options.Account);
    }

    /// <summary>
    /// Takes the feed, and loads its checkpoint. Another process that follows it cannot store anything from then on.
    /// </summary>
    /// <param name="name">The name of the follower.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The checkpoint; null if none has been saved.</returns>
    /// <exception cref="CheckpointException">
    /// The checkpoint is corrupt, or another process has taken the feed from this store. The next load then takes it back.
    /// </exception>
    /// <exception cref="ObjectStorageException">
    /// The storage rejected a request, did not respond, or does not support conditional writes.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    public async ValueTask<Checkpoint?> LoadAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return await Chain(name).LoadAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a checkpoint without taking the feed. The process that follows it is not affected.</summary>
    /// <param name="name">The name of the follower.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The checkpoint of the last page that is stored; null if none has been saved.</returns>
    /// <exception cref="CheckpointException">The checkpoint is corrupt, or a later version of the library wrote it.</exception>
    /// <exception cref="ObjectStorageException">The storage rejected a request or did not respond.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    public async ValueTask<Checkpoint?> ReadAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return await new ChainReader(Objects(name)).ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Checks that the credentials can read, create and replace objects, and that the storage supports conditional writes. It
    /// stores an object of its own without content, <c>chain/condition-test</c>, but no event.
    /// </summary>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <exception cref="ObjectStorageException">
    /// The storage rejected a request, did not respond, or does not support conditional writes.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    public Task CheckAccessAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return Objects(name: "").CheckAccessAsync(cancellationToken);
    }

    /// <summary>Saves a checkpoint without events.</summary>
    /// <param name="name">The name of the follower.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="cancellationToken">Cancels the save. The previous or the new checkpoint is then stored.</param>
    /// <exception cref="CheckpointException">Another process has taken the feed. Only a load takes it back.</exception>
    /// <exception cref="ObjectStorageException">The storage rejected a request or did not respond.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    public async ValueTask SaveAsync(string name, Checkpoint checkpoint, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(checkpoint);
        await Chain(name).WriteAsync(checkpoint, page: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stores the events of a page and commits the page, in one step.</summary>
    /// <param name="page">The page.</param>
    /// <param name="cancellationToken">Cancels the operation. It is then unknown whether the page is stored.</param>
    /// <returns>A task that completes when the page is committed.</returns>
    /// <exception cref="CheckpointException">
    /// Another process has taken the feed. Its checkpoint decides whether this page is stored: do not store it elsewhere. Only a
    /// load takes the feed back.
    /// </exception>
    /// <exception cref="ObjectStorageException">
    /// The storage rejected a request or did not respond, so it can be unknown whether the page is stored. Follow again: that
    /// continues after the last stored page.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    public Task StoreAsync(FollowedPage<RawEvent> page, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(page);
        return page.CommitAsync(
            (checkpoint, token) => new(Chain(page.Name).WriteAsync(checkpoint, page, token)), state: null, cancellationToken)
            .AsTask();
    }

    /// <summary>Ends the use of the store. Another process can take its followers at any time, with or without this.</summary>
    public ValueTask DisposeAsync()
    {
        _isDisposed = true;
        return ValueTask.CompletedTask;
    }

    private ChainOwner Chain(string name)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _chains.GetOrAdd(
            name, _ => new ChainOwner(token => FollowerChain.TakeAsync(name, Objects(name), _options.Clock, token)));
    }

    private ChainObjects Objects(string name) => new(
        _container, _keys, _options.Format, new PagePublisher(_container, _keys, _options.Layout, _options.Account, name), name);
}
