using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using OnePassword.Events.Kafka.Clients;

namespace OnePassword.Events.Kafka.Storage;

/// <summary>
/// Reads the checkpoint of a follower: all committed records of the partition, of which the last of each key counts.
/// </summary>
internal sealed class CheckpointReader(ClientSettings settings, string follower)
{
    private readonly string _key = settings.KeyOf(follower);
    private readonly SortedDictionary<long, IReadOnlyList<string>> _keys = [];
    private byte[]? _checkpoint;
    private int _count;
    private Error? _connectionError;

    /// <summary>
    /// Reads up to an end that includes open transactions. So this waits until the transactions of other followers that were open
    /// have ended, because a committed record can follow their records.
    /// </summary>
    /// <exception cref="CheckpointException">The checkpoint is corrupt, or a later version of the library wrote it.</exception>
    /// <exception cref="KafkaException">The partition cannot be read.</exception>
    public async Task<StoredCheckpoint> ReadAsync(long end, CancellationToken cancellationToken)
    {
        if (end > 0)
            await Task.Run(() => ReadTo(end, cancellationToken), cancellationToken).ConfigureAwait(false);
        var window = RecentWindow.Of(_keys, _count);
        return _checkpoint is null
            ? new(null, window)
            : new(Checkpoint.Parse(Encoding.UTF8.GetString(_checkpoint)) with { RecentUuids = window.Keys }, window);
    }

    private void ReadTo(long end, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var consumer = settings.CreateConsumer(error => _connectionError = error);
        consumer.Assign(new TopicPartitionOffset(settings.Checkpoints, 0)); // A fixed offset is not queried, which takes 500 ms.
        try
        {
            while (true)
            {
                stop.CancelAfter(settings.Options.TransactionTimeout * 2); // Until then, a hung transaction of another ends.
                if (Consume(consumer, stop.Token) is not { } result)
                    continue;
                if (result.IsPartitionEOF && result.Offset >= end)
                    return;
                if (!result.IsPartitionEOF)
                    Add(result.Message);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var timeout = new Error(
                ErrorCode.Local_TimedOut, $"the topic '{settings.Options.CheckpointTopic}' could not be read up to its end");
            throw KafkaFailure.Of(new KafkaException(timeout), settings, follower, _connectionError);
        }
        catch (KafkaException e)
        {
            throw KafkaFailure.Of(e, settings, follower, _connectionError);
        }
    }

    // librdkafka looks up the coordinator of the group, which an assigned partition does not need.
    private static ConsumeResult<byte[]?, byte[]?>? Consume(IConsumer<byte[]?, byte[]?> consumer, CancellationToken stop)
    {
        try
        {
            return consumer.Consume(stop);
        }
        catch (ConsumeException e) when (e.Error.Code == ErrorCode.GroupAuthorizationFailed)
        {
            return null;
        }
    }

    private void Add(Message<byte[]?, byte[]?> record)
    {
        var key = Encoding.UTF8.GetString(record.Key ?? []);
        if (key == _key)
            (_checkpoint, _count) = (record.Value, CheckpointRecord.CountOf(record.Headers));
        else if (CheckpointRecord.NumberOf(key, _key) is { } number)
            AddKeys(number, record.Value);
    }

    private void AddKeys(long number, byte[]? value)
    {
        if (value is null)
        {
            _keys.Remove(number);
            return;
        }
        try
        {
            _keys[number] = CheckpointRecord.KeysOf(value);
        }
        catch (JsonException e)
        {
            throw new CheckpointException(
                CheckpointFailure.Corrupt,
                $"The record '{_key}#{number}' of the topic '{settings.Options.CheckpointTopic}' is not JSON. "
                    + "Replace it by a record without a value.",
                e);
        }
    }
}
