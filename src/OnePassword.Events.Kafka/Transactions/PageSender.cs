using System.Globalization;
using Confluent.Kafka;
using OnePassword.Events.Kafka.Clients;
using OnePassword.Events.Kafka.Storage;

namespace OnePassword.Events.Kafka.Transactions;

/// <summary>
/// Sends a page and its checkpoint in a transaction. Events that the brokers do not accept are passed to the program.
/// </summary>
internal sealed class PageSender(ClientSettings settings, string name, TransactionalProducer producer)
{
    /// <summary>Leaves a transaction open that has all records but those of the events that are too large.</summary>
    /// <param name="page">The page; null for a checkpoint without events.</param>
    /// <param name="checkpoint">The records of the checkpoint.</param>
    /// <param name="cancellationToken">Cancels the operation, which aborts the transaction.</param>
    /// <exception cref="CheckpointException">Another process has taken the feed.</exception>
    /// <exception cref="KafkaException">The transaction failed and was aborted.</exception>
    public async Task SendAsync(
        FollowedPage<RawEvent>? page, IReadOnlyList<Message<byte[]?, byte[]?>?> checkpoint, CancellationToken cancellationToken)
    {
        var events = page is null ? [] : EventMessages.Of(page, settings.Options).ToList();
        var (oneByOne, isRepeated) = (false, false);
        while (await TrySendAsync(events, oneByOne, checkpoint, cancellationToken).ConfigureAwait(false) is var (index, error))
        {
            // After rejected records, librdkafka notices the gap in the sequence, and the next abort closes it.
            if (error.Code == ErrorCode.OutOfOrderSequenceNumber && !isRepeated)
            {
                isRepeated = true;
                continue;
            }
            if (index is null || error.Code is not (ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge))
                throw producer.Failure(new KafkaException(error));
            if (oneByOne || events.Count(one => one is not null) == 1)
            {
                await DivertAsync(page!, page!.Items[index.Value], cancellationToken).ConfigureAwait(false);
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
            producer.Begin();
            var topic = new TopicPartition(settings.Options.Topic, Partition.Any);
            if (await producer.SendAsync(topic, events, oneByOne, cancellationToken).ConfigureAwait(false) is { } failed)
                failure = failed;
            else if (await producer.SendAsync(settings.Checkpoints, checkpoint, oneByOne: false, cancellationToken)
                .ConfigureAwait(false) is { } unsaved)
                failure = (null, unsaved.Error);
            else
                return null;
            failure.Error = producer.FindTransactionError() ?? failure.Error;
        }
        catch
        {
            await producer.AbortAsync().ConfigureAwait(false);
            throw;
        }
        await producer.AbortAsync().ConfigureAwait(false);
        return failure;
    }

    private Task DivertAsync(FollowedPage<RawEvent> page, RawEvent tooLarge, CancellationToken cancellationToken)
    {
        if (settings.Options.OnEventTooLarge is { } store)
            return store(page, tooLarge, cancellationToken);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"The brokers do not accept the event '{tooLarge.Uuid}' of '{name}', which has {tooLarge.Json.Length:N0} bytes. "
                + $"Raise max.message.bytes of the topic '{settings.Options.Topic}', or set OnEventTooLarge.");
        throw new KafkaException(new Error(ErrorCode.MsgSizeTooLarge, text));
    }
}
