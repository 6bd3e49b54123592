using System.Collections.Concurrent;
using Confluent.Kafka;
using OnePassword.Events.Kafka.Clients;
using OnePassword.Events.Kafka.Storage;
using OnePassword.Events.Kafka.Transactions;

namespace OnePassword.Events.Kafka;

/// <summary>
/// Stores the events and the checkpoints of an account in Apache Kafka. A page and its checkpoint are one transaction, so
/// consumers with the isolation level <c>read_committed</c> receive each event exactly once, whatever fails.
/// </summary>
/// <remarks>
/// <para>The process that loads a checkpoint last writes the feed: loading aborts the open transaction of a previous process.
/// From then on, every commit of that process fails with <see cref="CheckpointFailure.TakenOver"/>.</para>
/// <para>A commit whose result is unknown, because the brokers did not respond, is completed by the next load or write.</para>
/// <para>Each follower has a producer of its own. Its transactional id has the checkpoint topic, the account and the name of the
/// follower. Create the topics with <see cref="KafkaTopics"/> first.</para>
/// </remarks>
/// <example>
/// <code>
/// var brokers = new ClientConfig { BootstrapServers = "localhost:9092" };
/// await KafkaTopics.CreateAsync(brokers);
/// await using var store = new KafkaEventStore(brokers);
/// await events.AuditEvents.FollowRawAsync(store, (page, token) =&gt; store.StoreAsync(page, token));
/// </code>
/// </example>
public sealed class KafkaEventStore : IEventStore
{
    private readonly ConcurrentDictionary<string, Follower> _followers = new(StringComparer.Ordinal);
    private readonly ClientSettings _settings;
    private volatile bool _isDisposed;

    /// <summary>Creates a store. It connects when a checkpoint is loaded.</summary>
    /// <param name="client">
    /// The settings of librdkafka, at least <see cref="ClientConfig.BootstrapServers"/>. The store sets those of its
    /// transactions.
    /// </param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentException">A setting or an option is invalid.</exception>
    public KafkaEventStore(ClientConfig client, KafkaEventStoreOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _settings = new ClientSettings(client, KafkaEventStoreOptions.Checked(options));
    }

    /// <summary>Checks the settings of a store without connecting. librdkafka otherwise checks them in the first load.</summary>
    /// <param name="client">The settings of librdkafka, as for the store.</param>
    /// <param name="options">The options of the store; null for the defaults.</param>
    /// <exception cref="ArgumentException">A setting or an option is invalid.</exception>
    /// <exception cref="InvalidOperationException">librdkafka rejects a setting, or two that contradict each other.</exception>
    public static void CheckSettings(ClientConfig client, KafkaEventStoreOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        new ClientSettings(client, KafkaEventStoreOptions.Checked(options)).Check();
    }

    /// <summary>Takes the feed, and loads its checkpoint. A previous process cannot write the feed any more.</summary>
    /// <param name="name">The name of the follower.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The checkpoint; null if none has been saved.</returns>
    /// <exception cref="CheckpointException">
    /// The checkpoint is corrupt, or another process has taken the feed from this store. The next load takes it back.
    /// </exception>
    /// <exception cref="KafkaException">
    /// The brokers are not available or reject the client, a topic is missing, or the checkpoint topic is not compacted. The
    /// message names a remedy.
    /// </exception>
    /// <exception cref="InvalidOperationException">librdkafka does not have one of the settings.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    public async ValueTask<Checkpoint?> LoadAsync(string name, CancellationToken cancellationToken = default) =>
        await FollowerOf(Checked(name)).LoadAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Reads a checkpoint without taking the feed. The process that writes the feed is not affected.</summary>
    /// <param name="name">The name of the follower.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The last committed checkpoint; null if none has been saved.</returns>
    /// <exception cref="CheckpointException">The checkpoint is corrupt.</exception>
    /// <exception cref="KafkaException">
    /// The brokers are not available or reject the client, or the topic is missing. The message names a remedy.
    /// </exception>
    /// <exception cref="InvalidOperationException">librdkafka does not have one of the settings.</exception>
    public async ValueTask<Checkpoint?> ReadAsync(string name, CancellationToken cancellationToken = default)
    {
        var reader = new CheckpointReader(_settings, Checked(name));
        await _settings.ReadPasswordAsync(cancellationToken).ConfigureAwait(false);
        using var admin = _settings.CreateAdmin();
        var end = await CheckpointTopic.EndAsync(admin, _settings, IsolationLevel.ReadCommitted, cancellationToken)
            .ConfigureAwait(false);
        return (await reader.ReadAsync(end, cancellationToken).ConfigureAwait(false)).Checkpoint;
    }

    /// <summary>Saves a checkpoint without events.</summary>
    /// <param name="name">The name of the follower.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="cancellationToken">Cancels the save. The previous checkpoint is then stored.</param>
    /// <exception cref="CheckpointException">Another process has taken the feed.</exception>
    /// <exception cref="KafkaException">The transaction failed. The message names a remedy.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    public ValueTask SaveAsync(string name, Checkpoint checkpoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return new(FollowerOf(Checked(name)).WriteAsync(checkpoint, page: null, cancellationToken));
    }

    /// <summary>Stores the events of a page and commits the page, in one transaction.</summary>
    /// <param name="page">The page.</param>
    /// <param name="cancellationToken">Cancels the transaction.</param>
    /// <returns>A task that completes when the page is committed.</returns>
    /// <exception cref="CheckpointException">
    /// Another process has taken the feed. Its checkpoint decides whether this page is stored: do not store it elsewhere.
    /// </exception>
    /// <exception cref="KafkaException">
    /// The transaction failed, or its result is unknown. Follow again: that continues after the last committed page. An event was
    /// too large for the brokers, and <see cref="KafkaEventStoreOptions.OnEventTooLarge"/> is null.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    public Task StoreAsync(FollowedPage<RawEvent> page, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(page);
        var follower = FollowerOf(Checked(page.Name));
        return page.CommitAsync(
            (checkpoint, token) => new(follower.WriteAsync(checkpoint, page, token)), state: null, cancellationToken).AsTask();
    }

    /// <summary>Waits for running operations, and closes the producers. Another process can take the feeds at any time.</summary>
    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        foreach (var follower in _followers.Values)
            await follower.DisposeAsync().ConfigureAwait(false);
    }

    private Follower FollowerOf(string name)
    {
        var follower = _followers.GetOrAdd(name, static (name, settings) => new Follower(settings, name), _settings);
        ObjectDisposedException.ThrowIf(_isDisposed, this); // Checked last, so that disposal misses no follower.
        return follower;
    }

    // Both characters separate the parts of keys.
    private static string Checked(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return name.AsSpan().IndexOfAny('/', '#') < 0
            ? name
            : throw new ArgumentException("The name of a follower must not contain / and #.", nameof(name));
    }
}
