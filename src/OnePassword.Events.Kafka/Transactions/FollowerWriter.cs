using System.Globalization;
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
    private Exception? _lost;

    private FollowerWriter(ClientSettings settings, string name, TransactionalProducer producer, StoredCheckpoint stored) =>
        (_settings, _name, _producer, _stored) = (settings, name, producer, stored);

    /// <summary>Gets the committed checkpoint.</summary>
    public Checkpoint? Checkpoint => _stored.Checkpoint;

    /// <summary>Gets a value indicating whether only a new writer can continue.</summary>
    public bool IsLost => _lost is not null;

    /// <summary>Takes the feed: fences the previous writer, then reads the checkpoint.</summary>
    public static async Task<FollowerWriter> TakeAsync(ClientSettings settings, string name, CancellationToken cancellationToken)
    {
        var producer = new TransactionalProducer(settings, name);
        try
        {
            using var admin = producer.CreateAdmin();
            await CheckpointTopic.RequireCompactedAsync(admin, settings, cancellationToken).ConfigureAwait(false);
            await InitializeAsync(producer, settings, name, cancellationToken).ConfigureAwait(false);
            var end = await CheckpointTopic.EndAsync(admin, settings, cancellationToken).ConfigureAwait(false);
            var stored = await new CheckpointReader(settings, name).ReadAsync(end, cancellationToken).ConfigureAwait(false);
            return new FollowerWriter(settings, name, producer, stored);
        }
        catch
        {
            await producer.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Completes a commit whose result is unknown. Afterwards, <see cref="Checkpoint"/> is what the topic has.</summary>
    /// <exception cref="CheckpointException">Another process has taken the feed.</exception>
    /// <exception cref="KafkaException">The result is still unknown.</exception>
    public async Task SettleAsync()
    {
        if (_pending is not null)
            _ = await CommitAsync(_pending).ConfigureAwait(false);
    }

    /// <summary>Writes the events of a page, if there is one, and the checkpoint.</summary>
    public async Task WriteAsync(Checkpoint checkpoint, FollowedPage<RawEvent>? page, CancellationToken cancellationToken)
    {
        if (_lost is not null)
            throw _lost;
        if (_pending is not null)
        {
            await SettleAsync().ConfigureAwait(false);
            if (_stored.IsAt(checkpoint))
                return;
        }
        cancellationToken.ThrowIfCancellationRequested();
        var records = new List<Message<byte[]?, byte[]?>?>();
        var next = _stored.With(checkpoint, _settings.KeyOf(_name), records);
        await SendAsync(page, records, cancellationToken).ConfigureAwait(false);
        if (await CommitAsync(next).ConfigureAwait(false) is { } aborted)
            throw Failure(aborted);
    }

    public ValueTask DisposeAsync() => _producer.DisposeAsync();

    private static async Task InitializeAsync(
        TransactionalProducer producer, ClientSettings settings, string name, CancellationToken cancellationToken)
    {
        try
        {
            await producer.InitializeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (KafkaException e)
        {
            throw KafkaFailure.Of(e, settings, name, producer.ConnectionError);
        }
    }

    // Leaves a transaction open that has all records but those of the events that are too large.
    private async Task SendAsync(
        FollowedPage<RawEvent>? page, IReadOnlyList<Message<byte[]?, byte[]?>?> checkpoint, CancellationToken cancellationToken)
    {
        var events = page is null ? [] : EventMessages.Of(page, _settings.Options).ToList();
        var (oneByOne, isRepeated) = (false, false);
        while (await TrySendAsync(events, oneByOne, checkpoint, cancellationToken).ConfigureAwait(false) is var (index, error))
        {
            // After records that the brokers rejected, librdkafka notices the gap in the sequence, and closes it by the next abort.
            if (error.Code == ErrorCode.OutOfOrderSequenceNumber && !isRepeated)
            {
                isRepeated = true;
                continue;
            }
            if (index is null || error.Code is not (ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge))
                throw Failure(new KafkaException(error));
            if (oneByOne || events.Count(one => one is not null) == 1)
            {
                await ParkAsync(page!, page!.Items[index.Value], cancellationToken).ConfigureAwait(false);
                events[index.Value] = null;
            }
            (oneByOne, isRepeated) = (true, false); // A batch can be too large, although each of its events is not.
        }
    }

    // Returns the error after the transaction was aborted, with the event if it concerns one. The checkpoint follows the events.
    private async Task<(int? Event, Error Error)?> TrySendAsync(
        List<Message<byte[]?, byte[]?>?> events, bool oneByOne, IReadOnlyList<Message<byte[]?, byte[]?>?> checkpoint,
        CancellationToken cancellationToken)
    {
        (int? Event, Error Error) failure;
        try
        {
            _producer.Begin();
            var topic = new TopicPartition(_settings.Options.Topic, Partition.Any);
            if (await _producer.SendAsync(topic, events, oneByOne, cancellationToken).ConfigureAwait(false) is { } failed)
                failure = failed;
            else if (await _producer.SendAsync(_settings.Checkpoints, checkpoint, oneByOne: false, cancellationToken)
                .ConfigureAwait(false) is { } unsaved)
                failure = (null, unsaved.Error);
            else
                return null;
            failure.Error = _producer.FindTransactionError() ?? failure.Error;
        }
        catch
        {
            await AbortAsync().ConfigureAwait(false);
            throw;
        }
        await AbortAsync().ConfigureAwait(false); // If another process has taken the feed, that is what this throws.
        return failure;
    }

    private Task ParkAsync(FollowedPage<RawEvent> page, RawEvent tooLarge, CancellationToken cancellationToken)
    {
        if (_settings.Options.OnEventTooLarge is { } park)
            return park(page, tooLarge, cancellationToken);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"The brokers do not accept the event '{tooLarge.Uuid}' of '{_name}', which has {tooLarge.Json.Length:N0} bytes. "
                + $"Raise max.message.bytes of the topic '{_settings.Options.Topic}', or set OnEventTooLarge.");
        throw new KafkaException(new Error(ErrorCode.MsgSizeTooLarge, text));
    }

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
            await AbortAsync().ConfigureAwait(false);
            _pending = null;
            return e;
        }
        catch (KafkaRetriableException e)
        {
            var text = $"The brokers did not confirm the commit of '{_name}' in time. The next attempt completes it.";
            throw new KafkaException(new Error(e.Error.Code, text), e);
        }
        catch (KafkaException e)
        {
            throw await LoseAsync(e).ConfigureAwait(false);
        }
        (_stored, _pending) = (next, null);
        return null;
    }

    private async Task AbortAsync()
    {
        try
        {
            await _producer.AbortAsync().ConfigureAwait(false);
        }
        catch (KafkaException e)
        {
            throw await LoseAsync(e).ConfigureAwait(false);
        }
    }

    private async Task<Exception> LoseAsync(KafkaException failure)
    {
        _lost = Failure(failure);
        await _producer.DisposeAsync().ConfigureAwait(false);
        return _lost;
    }

    private Exception Failure(KafkaException failure) => KafkaFailure.Of(failure, _settings, _name, _producer.ConnectionError);
}
