using System.Text;
using Confluent.Kafka;

namespace OnePassword.Events.Testing.Brokers;

/// <summary>Reads topics as a consumer of committed records does.</summary>
internal static class Topics
{
    /// <summary>Returns all records, by partition.</summary>
    public static IReadOnlyList<ConsumeResult<byte[]?, byte[]?>> Read(ClientConfig client, string topic, int partitions = 3)
    {
        var config = new ConsumerConfig(client.ToDictionary(StringComparer.Ordinal))
        {
            GroupId = "test",
            EnableAutoCommit = false,
            EnablePartitionEof = true,
            FetchWaitMaxMs = 10,
            IsolationLevel = IsolationLevel.ReadCommitted,
            AutoOffsetReset = AutoOffsetReset.Earliest,
        };
        using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(config).SetLogHandler((_, _) => { }).Build();
        consumer.Assign(Enumerable.Range(0, partitions).Select(partition => new TopicPartitionOffset(topic, partition, 0)));
        var records = new List<ConsumeResult<byte[]?, byte[]?>>();
        for (var rest = partitions; rest > 0;)
        {
            var record = consumer.Consume(TimeSpan.FromSeconds(60)) ?? throw new TimeoutException($"{topic} has no end.");
            if (record.IsPartitionEOF)
                rest--;
            else
                records.Add(record);
        }
        return [.. records.OrderBy(record => record.Partition.Value).ThenBy(record => record.Offset.Value)];
    }

    public static string? Header(this ConsumeResult<byte[]?, byte[]?> record, string name) =>
        record.Message.Headers.TryGetLastBytes(name, out var value) ? Encoding.UTF8.GetString(value) : null;

    public static string? Key(this ConsumeResult<byte[]?, byte[]?> record) =>
        record.Message.Key is { } key ? Encoding.UTF8.GetString(key) : null;
}
