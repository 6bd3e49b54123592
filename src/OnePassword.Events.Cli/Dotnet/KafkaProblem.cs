using System.Text.RegularExpressions;
using Confluent.Kafka;
using OnePassword.Events.Kafka;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Cli.Dotnet;

/// <summary>The text of a failure of Kafka, with a remedy that names the keys of the output.</summary>
internal static partial class KafkaProblem
{
    public static string Text(KafkaException failure, KafkaOutput output)
    {
        // The library names its own options. Its cause is what the brokers said.
        var problem = Plain((failure.InnerException as KafkaException ?? failure).Error.Reason);
        return $"Kafka: {SafeText.Line(problem).TrimEnd('.')}. {RemedyOf(failure.Error.Code, output.Create())}".TrimEnd();
    }

    /// <summary>Returns a message of librdkafka without its thread and the state of its connection.</summary>
    public static string Plain(string message) => Detail().Replace(message, "");

    /// <summary>Whether the brokers rejected the user name or the password.</summary>
    public static bool IsLogin(KafkaException failure) =>
        failure.Error.Code is ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed;

    public static bool IsMissingTopic(ErrorCode code) => code is
        ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition or ErrorCode.Local_NoEnt;

    /// <summary>Returns the prefix of the transactional ids of an output.</summary>
    public static string TransactionalIds(KafkaEventStoreOptions options) => $"op-events/{options.CheckpointTopic}/";

    private static string? RemedyOf(ErrorCode code, KafkaEventStoreOptions options) => code switch
    {
        ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed =>
            "Check mechanism, username and password of the key sasl.",
        ErrorCode.UnsupportedSaslMechanism => "Use a mechanism of the key sasl that the brokers support.",
        ErrorCode.Local_Ssl => "Check ca_file and certificate_file. For brokers without TLS, set tls to false.",
        ErrorCode.TransactionalIdAuthorizationFailed =>
            $"Allow Write and Describe on transactional ids with the prefix {TransactionalIds(options)}",
        ErrorCode.TopicAuthorizationFailed =>
            $"Allow Write on the topic {options.Topic}, and Read, Write and DescribeConfigs on the topic "
                + $"{options.CheckpointTopic}.",
        ErrorCode.ClusterAuthorizationFailed => "Allow IdempotentWrite on the cluster.",
        ErrorCode.InvalidTransactionTimeout => "Reduce transaction_timeout, or raise transaction.max.timeout.ms of the brokers.",
        ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge =>
            $"Raise max.message.bytes of the topic {options.CheckpointTopic}, and message.max.bytes in settings if it is set.",
        ErrorCode.Local_UnsupportedFeature or ErrorCode.UnsupportedVersion => "Use brokers that support transactions.",
        ErrorCode.Local_TimedOut or ErrorCode.Local_TimedOutQueue or ErrorCode.Local_MsgTimedOut or ErrorCode.RequestTimedOut
            or ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Transport or ErrorCode.Local_Resolve =>
            "Check bootstrap_servers and tls, and that the brokers run.",
        _ when IsMissingTopic(code) =>
            $"Create the topics {options.Topic} and {options.CheckpointTopic}. The latter needs cleanup.policy=compact.",
        _ => null,
    };

    [GeneratedRegex(
        @"^\[thrd:[^\]]*\]: | \(after \d+ms in state [^)]*\)|(?<=:\d+)/bootstrap|(?<=:\d+)/\d+(?=: )", RegexOptions.None,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Detail();
}
