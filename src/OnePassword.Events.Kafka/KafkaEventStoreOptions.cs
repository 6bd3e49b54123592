using System.Text.RegularExpressions;
using Confluent.Kafka;

namespace OnePassword.Events.Kafka;

/// <summary>Options of a <see cref="KafkaEventStore"/>.</summary>
public sealed partial class KafkaEventStoreOptions
{
    /// <summary>
    /// Gets or sets the name of the account. It is part of the transactional ids and of the keys of the checkpoints, so stores of
    /// different accounts can use the same topics.
    /// </summary>
    /// <value>Default: empty, for the only account.</value>
    public string Account { get; set; } = "";

    /// <summary>Gets or sets the topic of the events.</summary>
    /// <value>Default: op-events.</value>
    public string Topic { get; set; } = "op-events";

    /// <summary>
    /// Gets or sets the topic of the checkpoints, which must have the cleanup policy <c>compact</c>. The store uses its
    /// partition 0.
    /// </summary>
    /// <value>Default: op-events.checkpoints.</value>
    public string CheckpointTopic { get; set; } = "op-events.checkpoints";

    /// <summary>Gets or sets the key of the record of an event.</summary>
    /// <value>Default: <see cref="KafkaEventKey.Account"/>.</value>
    public KafkaEventKey Key { get; set; }

    /// <summary>Gets or sets the compression of batches.</summary>
    /// <value>Default: <see cref="CompressionType.Lz4"/>.</value>
    public CompressionType Compression { get; set; } = CompressionType.Lz4;

    /// <summary>
    /// Gets or sets after which time the brokers abort the transaction of a process that hangs or cannot reach them. That ends
    /// the follower as if another process had taken the feed. A wait for the brokers ends after this time, and
    /// at the latest after 1 minute.
    /// </summary>
    /// <value>Default: 5 minutes. 1 second to 15 minutes, and at most <c>transaction.max.timeout.ms</c> of the brokers.</value>
    public TimeSpan TransactionTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Gets or sets a function that receives an event that is larger than the brokers accept. It must store the event before its
    /// task completes: the store then commits the page without the event. Without a function, such an event stops the feed.
    /// </summary>
    /// <value>Default: null.</value>
    /// <remarks>An event can be delivered to this function again, if the transaction of its page fails.</remarks>
    public Func<FollowedPage<RawEvent>, RawEvent, CancellationToken, Task>? OnEventTooLarge { get; set; }

    /// <summary>
    /// Gets or sets a function that returns the SASL password of <see cref="ClientConfig.SaslUsername"/>. It is called before
    /// each operation, so that new connections use a password that was replaced.
    /// </summary>
    /// <value>Default: null, for <see cref="ClientConfig.SaslPassword"/>.</value>
    public Func<CancellationToken, ValueTask<string>>? SaslPassword { get; set; }

    /// <summary>Gets or sets a function that receives the log messages of librdkafka. It is called on other threads.</summary>
    /// <value>Default: null.</value>
    public Action<LogMessage>? Log { get; set; }

    /// <summary>Returns a validated copy, so that later changes have no effect.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the message names each.</exception>
    internal static KafkaEventStoreOptions Checked(KafkaEventStoreOptions? options)
    {
        options ??= new KafkaEventStoreOptions();
        (bool Holds, string Rule)[] rules =
        [
            (options.Account is { } account && account.AsSpan().IndexOfAny('/', '#', '\0') < 0,
                "Account must be a text without / and #."),
            (IsTopic(options.Topic), $"Topic {TopicRule}"),
            (IsTopic(options.CheckpointTopic), $"CheckpointTopic {TopicRule}"),
            (options.Topic != options.CheckpointTopic, "Topic and CheckpointTopic must differ."),
            (Enum.IsDefined(options.Key), "Key must be Account or Uuid."),
            (Enum.IsDefined(options.Compression), "Compression must be Gzip, Snappy, Lz4, Zstd or None."),
            (options.TransactionTimeout >= TimeSpan.FromSeconds(1) && options.TransactionTimeout <= TimeSpan.FromMinutes(15),
                "TransactionTimeout must be 1 second to 15 minutes."),
        ];
        var broken = rules.Where(rule => !rule.Holds).Select(rule => rule.Rule).ToList();
        return broken.Count == 0
            ? (KafkaEventStoreOptions)options.MemberwiseClone()
            : throw new ArgumentException(string.Join(' ', broken), nameof(options));
    }

    private const string TopicRule = "must have 1 to 249 letters, digits, dots, dashes and underscores.";

    private static bool IsTopic(string? name) => name is not (null or "." or "..") && TopicName().IsMatch(name);

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,249}\z", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex TopicName();
}
