using Confluent.Kafka;

namespace OnePassword.Events.Kafka.Clients;

/// <summary>The exception of an error of the brokers or of librdkafka, with a remedy.</summary>
internal static class KafkaFailure
{
    /// <summary>Returns the exception to throw.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="settings">The settings of the store.</param>
    /// <param name="follower">The name of the follower; null if the failure concerns none.</param>
    /// <param name="connection">The last error of a connection, which explains a timeout.</param>
    public static Exception Of(KafkaException failure, ClientSettings settings, string? follower = null, Error? connection = null)
    {
        var error = failure.Error;
        if (IsFence(error.Code))
        {
            return new CheckpointException(
                CheckpointFailure.TakenOver,
                $"Another process has taken over '{follower}', or this one hung or had no brokers for longer than the "
                    + "transaction timeout. If no other process runs, restart this one. The stored checkpoint decides whether "
                    + "the last page is stored.",
                failure);
        }
        if (connection is not null && IsTimeout(error.Code))
            (error, failure) = (connection, new KafkaException(connection, failure));
        var problem = error.Reason is { Length: > 0 } reason ? reason.TrimEnd('.') : $"{error.Code}";
        var text = $"The operation on Kafka failed: {problem}. {Remedy(error.Code, settings, follower)}";
        return new KafkaException(new Error(error.Code, text, error.IsFatal), failure);
    }

    /// <summary>Whether waiting is pointless, because the brokers reject the connections of this client.</summary>
    public static bool IsRejectedConnection(Error? error) => error?.Code is
        ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed or ErrorCode.UnsupportedSaslMechanism
        or ErrorCode.Local_Ssl;

    private static bool IsFence(ErrorCode code) =>
        code is ErrorCode.Local_Fenced or ErrorCode.ProducerFenced or ErrorCode.InvalidProducerEpoch;

    private static bool IsTimeout(ErrorCode code) => code is
        ErrorCode.Local_TimedOut or ErrorCode.Local_TimedOutQueue or ErrorCode.Local_MsgTimedOut or ErrorCode.RequestTimedOut;

    private static bool IsConnection(ErrorCode code) =>
        code is ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Transport or ErrorCode.Local_Resolve;

    private static string Remedy(ErrorCode code, ClientSettings settings, string? follower) => code switch
    {
        ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed or ErrorCode.UnsupportedSaslMechanism =>
            "Correct the sasl settings of the client.",
        ErrorCode.Local_Ssl => "Correct the ssl settings of the client.",
        ErrorCode.TransactionalIdAuthorizationFailed =>
            $"Allow Write and Describe on the transactional id '{settings.TransactionalIdOf(follower ?? "")}'.",
        ErrorCode.TopicAuthorizationFailed =>
            $"Allow Write on '{settings.Options.Topic}', and Read, Write and DescribeConfigs on "
                + $"'{settings.Options.CheckpointTopic}'.",
        ErrorCode.ClusterAuthorizationFailed => "Allow IdempotentWrite on the cluster, and Create to create topics.",
        ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition
            or ErrorCode.Local_NoEnt =>
            $"Create the topics '{settings.Options.Topic}' and '{settings.Options.CheckpointTopic}', as KafkaTopics does.",
        ErrorCode.InvalidTransactionTimeout => "Lower TransactionTimeout, or raise transaction.max.timeout.ms of the brokers.",
        ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge =>
            "Raise max.message.bytes of the topics and message.max.bytes of the client, or store less state with the checkpoint.",
        ErrorCode.Local_UnsupportedFeature or ErrorCode.UnsupportedVersion => "Use brokers that support transactions.",
        _ when IsTimeout(code) || IsConnection(code) => "Check bootstrap.servers and the brokers, then retry.",
        _ => "Retry: the next load continues from the last committed checkpoint.",
    };
}
