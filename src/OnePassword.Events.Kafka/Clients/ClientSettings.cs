using Confluent.Kafka;

namespace OnePassword.Events.Kafka.Clients;

/// <summary>The settings of librdkafka for each client of a store.</summary>
internal sealed class ClientSettings
{
    private const string UserName = "sasl.username";
    private const string PasswordSetting = "sasl.password";

    private static readonly (string Setting, string Instead)[] Reserved =
    [
        ("acks", "It is always all"), ("request.required.acks", "It is always all"), ("enable.idempotence", "It is always true"),
        ("isolation.level", "It is always read_committed"), ("auto.offset.reset", "The store reads all checkpoints"),
        ("enable.auto.commit", "The store commits no offsets"), ("enable.partition.eof", "It is always true"),
        ("transactional.id", "The store derives it from CheckpointTopic and Account"),
        ("transaction.timeout.ms", "Use TransactionTimeout"), ("compression.type", "Use Compression"),
        ("compression.codec", "Use Compression"), ("partitioner", "It is always murmur2_random, and Key sets the key"),
        ("dotnet.producer.enable.delivery.reports", "It is always true"),
    ];

    private readonly Dictionary<string, string> _client;
    private volatile string? _password;

    /// <exception cref="ArgumentException">The settings do not name the brokers, or contain one that the store sets.</exception>
    public ClientSettings(ClientConfig client, KafkaEventStoreOptions options)
    {
        Options = options;
        _client = client.ToDictionary(StringComparer.Ordinal);
        var broken = Reserved.Where(one => _client.ContainsKey(one.Setting))
            .Select(one => $"The setting {one.Setting} must not be set. {one.Instead}.").ToList();
        if (!_client.ContainsKey("bootstrap.servers") && !_client.ContainsKey("metadata.broker.list"))
            broken.Add("The setting bootstrap.servers must name the brokers.");
        if (options.SaslPassword is not null && !_client.ContainsKey(UserName))
            broken.Add($"SaslPassword requires the setting {UserName}.");
        if (options.SaslPassword is not null && _client.ContainsKey(PasswordSetting))
            broken.Add($"The setting {PasswordSetting} must not be set if there is SaslPassword.");
        if (broken.Count > 0)
            throw new ArgumentException(string.Join(' ', broken), nameof(client));
    }

    public KafkaEventStoreOptions Options { get; }

    /// <summary>
    /// Gets the longest wait for the brokers. A transaction lasts longer by default, so a second attempt can still complete it.
    /// </summary>
    public TimeSpan Wait => TimeSpan.FromTicks(Math.Min(Options.TransactionTimeout.Ticks, TimeSpan.TicksPerMinute));

    /// <summary>
    /// Gets the partition of all checkpoints, so that a topic that gets more partitions still has them in order.
    /// </summary>
    public TopicPartition Checkpoints => new(Options.CheckpointTopic, 0);

    /// <summary>Reads the SASL password again, if a function returns it. New clients use it.</summary>
    public async Task ReadPasswordAsync(CancellationToken cancellationToken)
    {
        if (Options.SaslPassword is { } read)
            _password = await read(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Creates the clients of a follower. Only for settings that nothing else uses.</summary>
    /// <exception cref="InvalidOperationException">librdkafka rejects the settings.</exception>
    public void Check()
    {
        // A consumer connects at once, here with a password that brokers reject.
        _ = _client.Remove("bootstrap.servers") | _client.Remove("metadata.broker.list");
        if (Options.SaslPassword is not null)
            _password = "not read yet";
        CreateProducer("check", _ => { }).Dispose();
        CreateConsumer(_ => { }).Dispose();
    }

    /// <summary>Lets new connections of a client use the password that was read last.</summary>
    public void RenewPassword(IClient client)
    {
        if (_password is { } password)
            client.SetSaslCredentials(_client[UserName], password);
    }

    /// <summary>Returns the key of the checkpoint of a follower.</summary>
    public string KeyOf(string follower) => Options.Account.Length == 0 ? follower : $"{Options.Account}/{follower}";

    public IProducer<byte[]?, byte[]?> CreateProducer(string follower, Action<Error> onError)
    {
        var config = new ProducerConfig(Copy())
        {
            TransactionalId = TransactionalIdOf(follower),
            TransactionTimeoutMs = (int)Options.TransactionTimeout.TotalMilliseconds,
            EnableIdempotence = true,
            Acks = Acks.All,
            CompressionType = Options.Compression,
            Partitioner = Partitioner.Murmur2Random, // That of the Java client. It keeps the events of a key in order.
        };
        config.MessageTimeoutMs ??= (int)Wait.TotalMilliseconds;
        config.MessageMaxBytes ??= 1_000_000_000; // The brokers decide.
        return new ProducerBuilder<byte[]?, byte[]?>(config)
            .SetLogHandler((_, message) => Options.Log?.Invoke(message)).SetErrorHandler((_, error) => onError(error)).Build();
    }

    /// <summary>Creates a consumer of committed records. It is not a member of a group.</summary>
    public IConsumer<byte[]?, byte[]?> CreateConsumer(Action<Error> onError)
    {
        var config = new ConsumerConfig(Copy())
        {
            IsolationLevel = IsolationLevel.ReadCommitted,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
            EnablePartitionEof = true,
            FetchWaitMaxMs = 10, // The wait for the end of the partition.
        };
        config.GroupId ??= "op-events"; // Required, but not used.
        return new ConsumerBuilder<byte[]?, byte[]?>(config)
            .SetLogHandler((_, message) => Options.Log?.Invoke(message)).SetErrorHandler((_, error) => onError(error)).Build();
    }

    public AdminConnection CreateAdmin()
    {
        var connections = new Connections();
        return new(
            new AdminClientBuilder(Copy()).SetLogHandler((_, message) => Options.Log?.Invoke(message))
                .SetErrorHandler((_, error) => connections.Add(error)).Build(),
            connections);
    }

    /// <summary>
    /// Returns the transactional id of a follower. Stores whose checkpoints are in different topics do not fence each other.
    /// </summary>
    public string TransactionalIdOf(string follower) => $"op-events/{Options.CheckpointTopic}/{Options.Account}/{follower}";

    // A typed configuration changes the dictionary that it is created with.
    private Dictionary<string, string> Copy()
    {
        var copy = new Dictionary<string, string>(_client, StringComparer.Ordinal);
        if (_password is { } password)
            copy[PasswordSetting] = password;
        return copy;
    }
}
