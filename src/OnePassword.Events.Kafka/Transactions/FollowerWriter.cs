using Confluent.Kafka;
using OnePassword.Events.Kafka.Clients;
using OnePassword.Events.Kafka.Storage;

namespace OnePassword.Events.Kafka.Transactions;

/// <summary>The only writer of a follower, until another process takes the feed.</summary>
internal sealed class FollowerWriter : IAsyncDisposable
{
    private readonly ClientSettings _settings;
    private readonly string _name;
    private readonly TransactionalProducer _producer;
    private StoredCheckpoint _stored;
    private StoredCheckpoint? _pending; // A commit that has no result yet.

    private FollowerWriter(ClientSettings settings, string name, TransactionalProducer producer, StoredCheckpoint stored) =>
        (_settings, _name, _producer, _stored) = (settings, name, producer, stored);

    /// <summary>Gets the committed checkpoint.</summary>
    public Checkpoint? Checkpoint => _stored.Checkpoint;

    /// <summary>Gets a value indicating whether only a new writer can continue.</summary>
    public bool IsLost => _producer.Lost is not null;

    /// <summary>Takes the feed: fences the previous writer, then reads the checkpoint.</summary>
    public static async Task<FollowerWriter> TakeAsync(ClientSettings settings, string name, CancellationToken cancellationToken)
    {
        var producer = new TransactionalProducer(settings, name);
        try
        {
            using var admin = producer.CreateAdmin();
            await CheckpointTopic.RequireCompactedAsync(admin, settings, cancellationToken).ConfigureAwait(false);
            await producer.InitializeAsync(cancellationToken).ConfigureAwait(false);
            var end = await CheckpointTopic.EndAsync(admin, settings, IsolationLevel.ReadUncommitted, cancellationToken)
                .ConfigureAwait(false);
            var stored = await new CheckpointReader(settings, name).ReadAsync(end, cancellationToken).ConfigureAwait(false);
            return new FollowerWriter(settings, name, producer, stored);
        }
        catch
        {
            await producer.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Completes a commit or an abort that the brokers did not confirm. Then <see cref="Checkpoint"/> is what the topic has.
    /// </summary>
    /// <exception cref="CheckpointException">Another process has taken the feed.</exception>
    /// <exception cref="KafkaException">The result is still unknown.</exception>
    public async Task SettleAsync()
    {
        _producer.RenewPassword();
        if (_producer.IsAborting)
            await _producer.AbortAsync().ConfigureAwait(false);
        if (_pending is not null)
            _ = await CommitAsync(_pending).ConfigureAwait(false);
    }

    /// <summary>Writes the events of a page, if there is one, and the checkpoint.</summary>
    public async Task WriteAsync(Checkpoint checkpoint, FollowedPage<RawEvent>? page, CancellationToken cancellationToken)
    {
        if (_producer.Lost is not null)
            throw _producer.Lost;
        var isUnknown = _pending is not null;
        await SettleAsync().ConfigureAwait(false);
        if (isUnknown && _stored.IsAt(checkpoint))
            return;
        cancellationToken.ThrowIfCancellationRequested();
        var records = new List<Message<byte[]?, byte[]?>>();
        var next = _stored.With(checkpoint, _settings.KeyOf(_name), records);
        await new PageSender(_settings, _name, _producer).SendAsync(page, records, cancellationToken).ConfigureAwait(false);
        if (await CommitAsync(next).ConfigureAwait(false) is { } aborted)
            throw _producer.Failure(aborted);
    }

    public ValueTask DisposeAsync() => _producer.DisposeAsync();

    // Returns why the transaction was aborted; null if it was committed.
    private async Task<KafkaException?> CommitAsync(StoredCheckpoint next)
    {
        _pending = next;
        try
        {
            await _producer.CommitAsync().ConfigureAwait(false);
        }
        catch (KafkaTxnRequiresAbortException e)
        {
            _pending = null;
            await _producer.AbortAsync().ConfigureAwait(false);
            return e;
        }
        catch (KafkaRetriableException e)
        {
            var text = $"The brokers did not confirm the commit of '{_name}' in time. The next attempt completes it.";
            throw new KafkaException(new Error(e.Error.Code, text), e);
        }
        catch (KafkaException e)
        {
            throw await _producer.LoseAsync(e).ConfigureAwait(false);
        }
        (_stored, _pending) = (next, null);
        return null;
    }
}
