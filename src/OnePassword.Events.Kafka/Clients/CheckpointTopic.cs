using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace OnePassword.Events.Kafka.Clients;

/// <summary>The topic of the checkpoints, as the brokers describe it.</summary>
internal static class CheckpointTopic
{
    public const string Compact = "compact";

    private const string CleanupPolicy = "cleanup.policy";

    /// <summary>
    /// Requires that the topic keeps the last record of each key. Any other policy deletes the checkpoint of a quiet feed, which
    /// would then start from its beginning. Brokers that do not show the policy to this client are trusted.
    /// </summary>
    /// <exception cref="KafkaException">The topic has another policy, or the brokers are not available.</exception>
    public static async Task RequireCompactedAsync(
        AdminConnection admin, ClientSettings settings, CancellationToken cancellationToken)
    {
        var topic = settings.Options.CheckpointTopic;
        var policy = await CleanupPolicyAsync(admin, settings, cancellationToken).ConfigureAwait(false);
        if (policy is not (null or Compact))
        {
            throw new KafkaException(new Error(
                ErrorCode.InvalidConfig,
                $"The topic '{topic}' has the cleanup policy '{policy}', which deletes checkpoints. "
                    + "Set cleanup.policy=compact."));
        }
    }

    /// <summary>Returns the offset after the last record.</summary>
    /// <param name="admin">The client for administration.</param>
    /// <param name="settings">The settings of the store.</param>
    /// <param name="isolation">Whether records of open transactions count.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="KafkaException">The topic does not exist, or the brokers are not available.</exception>
    public static async Task<long> EndAsync(
        AdminConnection admin, ClientSettings settings, IsolationLevel isolation, CancellationToken cancellationToken)
    {
        var options = new ListOffsetsOptions
        {
            IsolationLevel = isolation,
            RequestTimeout = settings.Wait,
        };
        TopicPartitionOffsetSpec[] end = [new() { TopicPartition = settings.Checkpoints, OffsetSpec = OffsetSpec.Latest() }];
        try
        {
            var result = await admin.RunAsync(client => client.ListOffsetsAsync(end, options), cancellationToken)
                .ConfigureAwait(false);
            return result.ResultInfos[0].TopicPartitionOffsetError.Offset;
        }
        catch (ListOffsetsException e)
        {
            throw KafkaFailure.Of(new KafkaException(e.Result.ResultInfos[0].TopicPartitionOffsetError.Error, e), settings);
        }
        catch (KafkaException e)
        {
            throw KafkaFailure.Of(e, settings);
        }
    }

    private static async Task<string?> CleanupPolicyAsync(
        AdminConnection admin, ClientSettings settings, CancellationToken cancellationToken)
    {
        ConfigResource[] topic = [new() { Type = ResourceType.Topic, Name = settings.Options.CheckpointTopic }];
        try
        {
            var options = new DescribeConfigsOptions { RequestTimeout = settings.Wait };
            var result = await admin.RunAsync(client => client.DescribeConfigsAsync(topic, options), cancellationToken)
                .ConfigureAwait(false);
            return result[0].Entries.TryGetValue(CleanupPolicy, out var entry) ? entry.Value : null;
        }
        catch (DescribeConfigsException e)
        {
            var error = e.Results[0].Error;
            return IsHidden(error.Code) ? null : throw KafkaFailure.Of(new KafkaException(error, e), settings);
        }
        catch (KafkaException e)
        {
            return IsHidden(e.Error.Code) ? null : throw KafkaFailure.Of(e, settings);
        }
    }

    private static bool IsHidden(ErrorCode code) => code is
        ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed
        or ErrorCode.Local_UnsupportedFeature or ErrorCode.UnsupportedVersion;
}
