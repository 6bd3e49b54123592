using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using OnePassword.Events.Kafka.Clients;

namespace OnePassword.Events.Kafka;

/// <summary>Creates and checks the topics of a <see cref="KafkaEventStore"/>.</summary>
public static class KafkaTopics
{
    // Loading a checkpoint reads the whole partition, and Kafka does not compact the segment that it writes.
    private const int CheckpointSegmentBytes = 16 * 1024 * 1024;

    /// <summary>Creates the topics that do not exist, and checks that the checkpoint topic is compacted.</summary>
    /// <param name="client">The settings of librdkafka, as for the store.</param>
    /// <param name="options">The options of the store, which name the topics; null for the defaults.</param>
    /// <param name="partitions">The number of partitions of the topic of the events; -1 for the default of the brokers.</param>
    /// <param name="replicationFactor">
    /// How many brokers have each partition; -1 for the default of the brokers. With 3 or more, two of them must have a
    /// record before it counts as written.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that completes when both topics exist.</returns>
    /// <exception cref="ArgumentException">A setting or an option is invalid.</exception>
    /// <exception cref="KafkaException">
    /// The brokers are not available or reject the request, or the checkpoint topic exists and is not compacted.
    /// </exception>
    public static async Task CreateAsync(
        ClientConfig client, KafkaEventStoreOptions? options = null, int partitions = -1, short replicationFactor = -1,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        var settings = new ClientSettings(client, KafkaEventStoreOptions.Checked(options));
        await settings.ReadPasswordAsync(cancellationToken).ConfigureAwait(false);
        using var admin = settings.CreateAdmin();
        await CreateAsync(admin, settings, partitions, replicationFactor, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Checks that both topics exist, that the checkpoint topic is compacted, and that the client has the permissions that
    /// brokers show for topics. Nothing is changed.
    /// </summary>
    /// <param name="client">The settings of librdkafka, as for the store.</param>
    /// <param name="options">The options of the store, which name the topics; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that completes when both topics can be used.</returns>
    /// <exception cref="ArgumentException">A setting or an option is invalid.</exception>
    /// <exception cref="KafkaException">
    /// The brokers are not available or reject the client, a topic does not exist, a permission is missing, or the checkpoint
    /// topic is not compacted. The message names a remedy.
    /// </exception>
    public static async Task CheckAsync(
        ClientConfig client, KafkaEventStoreOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        var settings = new ClientSettings(client, KafkaEventStoreOptions.Checked(options));
        await settings.ReadPasswordAsync(cancellationToken).ConfigureAwait(false);
        using var admin = settings.CreateAdmin();
        await TopicAccess.CheckAsync(admin, settings, cancellationToken).ConfigureAwait(false);
        await CheckpointTopic.RequireCompactedAsync(admin, settings, cancellationToken).ConfigureAwait(false);
    }

    internal static async Task CreateAsync(
        AdminConnection admin, ClientSettings settings, int partitions, short replicationFactor,
        CancellationToken cancellationToken)
    {
        var common = new Dictionary<string, string>(StringComparer.Ordinal);
        if (replicationFactor >= 3)
            common["min.insync.replicas"] = "2";
        var compacted = new Dictionary<string, string>(common, StringComparer.Ordinal)
        {
            ["cleanup.policy"] = CheckpointTopic.Compact,
            ["segment.bytes"] = CheckpointSegmentBytes.ToString(CultureInfo.InvariantCulture),
        };
        TopicSpecification[] topics =
        [
            new() { Name = settings.Options.Topic, NumPartitions = partitions, Configs = common },
            new() { Name = settings.Options.CheckpointTopic, NumPartitions = 1, Configs = compacted },
        ];
        foreach (var topic in topics)
            topic.ReplicationFactor = replicationFactor;
        try
        {
            var options = new CreateTopicsOptions { RequestTimeout = settings.Wait, OperationTimeout = settings.Wait };
            _ = await admin.RunAsync(
                async client =>
                {
                    await client.CreateTopicsAsync(topics, options).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (CreateTopicsException e)
        {
            var failed = e.Results.Find(topic => topic.Error.IsError && topic.Error.Code != ErrorCode.TopicAlreadyExists);
            if (failed is not null)
                throw KafkaFailure.Of(new KafkaException(failed.Error, e), settings);
        }
        catch (KafkaException e)
        {
            throw KafkaFailure.Of(e, settings);
        }
        await CheckpointTopic.RequireCompactedAsync(admin, settings, cancellationToken).ConfigureAwait(false);
    }
}
