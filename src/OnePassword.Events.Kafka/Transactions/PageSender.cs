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
    // Bytes that are sent at once after a batch was too large. Most events are smaller, so few requests send a page.
    private const int FirstLimit = 64 * 1024;

    /// <summary>Leaves a transaction open that has all records but those of the events that are too large.</summary>
    /// <param name="page">The page; null for a checkpoint without events.</param>
    /// <param name="checkpoint">The records of the checkpoint.</param>
    /// <param name="cancellationToken">Cancels the operation, which aborts the transaction.</param>
    /// <exception cref="CheckpointException">Another process has taken the feed.</exception>
    /// <exception cref="KafkaException">The transaction failed and was aborted.</exception>
    public async Task SendAsync(
        FollowedPage<RawEvent>? page, IReadOnlyList<Message<byte[]?, byte[]?>> checkpoint, CancellationToken cancellationToken)
    {
        List<(RawEvent Event, Message<byte[]?, byte[]?> Record)> events =
            page is null ? [] : [.. page.Items.Zip(EventMessages.Of(page, settings.Options))];
        var (limit, isRepeated) = (int.MaxValue, false);
        while (await TrySendAsync([.. events.Select(one => one.Record)], limit, checkpoint, cancellationToken)
            .ConfigureAwait(false) is var (failed, error))
        {
            // After rejected records, librdkafka notices the gap in the sequence, and the next abort closes it.
            if (error.Code == ErrorCode.OutOfOrderSequenceNumber && !isRepeated)
            {
                isRepeated = true;
                continue;
            }
            if (failed is not var (start, count)
                || error.Code is not (ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge))
                throw producer.Failure(new KafkaException(error));
            if (count == 1)
            {
                await DivertAsync(page!, events[start].Event, cancellationToken).ConfigureAwait(false);
                events.RemoveAt(start);
            }
            else
            {
                limit = limit == int.MaxValue ? FirstLimit : limit / 8; // A batch can be too large, although its events are not.
            }
            isRepeated = false;
        }
    }

    // Returns the error after the transaction was aborted, with the events that it concerns. The checkpoint follows the events.
    private async Task<((int Start, int Count)? Events, Error Error)?> TrySendAsync(
        IReadOnlyList<Message<byte[]?, byte[]?>> events, int limit, IReadOnlyList<Message<byte[]?, byte[]?>> checkpoint,
        CancellationToken cancellationToken)
    {
        ((int Start, int Count)? Events, Error Error)? failure = null;
        try
        {
            producer.Begin();
            var topic = new TopicPartition(settings.Options.Topic, Partition.Any);
            foreach (var group in RecordGroups.Of(events, limit))
            {
                var records = events.Skip(group.Start).Take(group.Count);
                if (await producer.SendAsync(topic, records, cancellationToken).ConfigureAwait(false) is not { } error)
                    continue;
                failure = (group, error);
                break;
            }
            if (failure is null && await producer.SendAsync(settings.Checkpoints, checkpoint, cancellationToken)
                .ConfigureAwait(false) is { } unsaved)
                failure = (null, unsaved);
            if (failure is not var (failed, cause))
                return null;
            failure = (failed, producer.FindTransactionError() ?? cause);
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
                + $"Raise max.message.bytes of the topic '{settings.Options.Topic}' and message.max.bytes of the client, or set "
                + $"{nameof(settings.Options.OnEventTooLarge)}.");
        throw new KafkaException(new Error(ErrorCode.MsgSizeTooLarge, text));
    }
}
