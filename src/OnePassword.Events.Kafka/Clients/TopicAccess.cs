using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace OnePassword.Events.Kafka.Clients;

/// <summary>The topics, with what the brokers allow this client to do with them.</summary>
internal static class TopicAccess
{
    /// <summary>
    /// Requires that the topics exist, and that the client can use them. Brokers that do not show permissions are trusted.
    /// </summary>
    /// <exception cref="KafkaException">A topic cannot be used, or the brokers are not available.</exception>
    public static async Task CheckAsync(AdminConnection admin, ClientSettings settings, CancellationToken cancellationToken)
    {
        var topics = await DescribeAsync(admin, settings, cancellationToken).ConfigureAwait(false);
        if (FindProblem(topics, settings.Options) is { } problem)
            throw KafkaFailure.Of(new KafkaException(problem), settings);
    }

    /// <summary>Returns the first problem of the topics; null if there is none.</summary>
    public static Error? FindProblem(IReadOnlyCollection<TopicDescription> topics, KafkaEventStoreOptions options)
    {
        return ProblemOf(options.Topic, AclOperation.Write)
            ?? ProblemOf(options.CheckpointTopic, AclOperation.Read, AclOperation.Write, AclOperation.DescribeConfigs);

        Error? ProblemOf(string name, params AclOperation[] needed) =>
            Problem(topics.Single(topic => topic.Name == name), needed);
    }

    private static async Task<List<TopicDescription>> DescribeAsync(
        AdminConnection admin, ClientSettings settings, CancellationToken cancellationToken)
    {
        var topics = TopicCollection.OfTopicNames([settings.Options.Topic, settings.Options.CheckpointTopic]);
        var options = new DescribeTopicsOptions { IncludeAuthorizedOperations = true, RequestTimeout = settings.Wait };
        try
        {
            var result = await admin.RunAsync(client => client.DescribeTopicsAsync(topics, options), cancellationToken)
                .ConfigureAwait(false);
            return result.TopicDescriptions;
        }
        catch (DescribeTopicsException e)
        {
            return e.Results.TopicDescriptions;
        }
        catch (KafkaException e)
        {
            throw KafkaFailure.Of(e, settings);
        }
    }

    private static Error? Problem(TopicDescription topic, AclOperation[] needed)
    {
        if (topic.Error.Code == ErrorCode.UnknownTopicOrPart)
            return new Error(topic.Error.Code, $"the topic '{topic.Name}' does not exist");
        if (topic.Error.IsError)
            return new Error(topic.Error.Code, $"the topic '{topic.Name}' cannot be used: {topic.Error.Reason}");
        var missing = topic.AuthorizedOperations is { Count: > 0 } allowed ? needed.Except(allowed).ToList() : [];
        return missing.Count == 0
            ? null
            : new Error(
                ErrorCode.TopicAuthorizationFailed,
                $"the client has no permission to {string.Join(" and ", missing)} '{topic.Name}'");
    }
}
