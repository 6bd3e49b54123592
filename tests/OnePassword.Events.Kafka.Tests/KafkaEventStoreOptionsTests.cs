using Confluent.Kafka;
using OnePassword.Events.Kafka.Clients;

namespace OnePassword.Events.Kafka.Tests;

public sealed class KafkaEventStoreOptionsTests
{
    private static readonly TestCaseData[] Invalid =
    [
        Case(options => options.Account = "a/b", "Account must be a text without / and #."),
        Case(options => options.Topic = "a b", "Topic must have 1 to 249 letters"),
        Case(options => options.CheckpointTopic = "..", "CheckpointTopic must have 1 to 249 letters"),
        Case(options => options.CheckpointTopic = options.Topic, "Topic and CheckpointTopic must differ."),
        Case(options => options.Key = (KafkaEventKey)7, "Key must be Account or Uuid."),
        Case(options => options.Compression = (CompressionType)9, "Compression must be"),
        Case(options => options.TransactionTimeout = TimeSpan.Zero, "TransactionTimeout must be 1 second"),
    ];

    [TestCaseSource(nameof(Invalid))]
    public void Invalid_option_is_named(Action<KafkaEventStoreOptions> change, string message)
    {
        var options = new KafkaEventStoreOptions();
        change(options);
        var failure = Assert.Throws<ArgumentException>(() => _ = new KafkaEventStore(Client(), options));
        Assert.That(failure!.Message, Does.StartWith(message));
    }

    [TestCase("acks", "1", "It is always all.")]
    [TestCase("enable.idempotence", "false", "It is always true.")]
    [TestCase("transactional.id", "mine", "The store derives it from CheckpointTopic and Account.")]
    [TestCase("transaction.timeout.ms", "1", "Use TransactionTimeout.")]
    [TestCase("compression.type", "gzip", "Use Compression.")]
    [TestCase("partitioner", "random", "It is always murmur2_random, and Key sets the key.")]
    [TestCase("dotnet.producer.enable.delivery.reports", "false", "It is always true.")]
    public void Setting_of_the_store_is_rejected(string setting, string value, string instead)
    {
        var client = Client();
        client.Set(setting, value);
        var failure = Assert.Throws<ArgumentException>(() => _ = new KafkaEventStore(client));
        Assert.That(failure!.Message, Does.StartWith($"The setting {setting} must not be set. {instead}"));
    }

    [TestCase(300, 60)]
    [TestCase(5, 5)]
    public void Wait_for_brokers_is_shorter_than_a_long_transaction(int transaction, int wait)
    {
        var options = new KafkaEventStoreOptions { TransactionTimeout = TimeSpan.FromSeconds(transaction) };
        Assert.That(new ClientSettings(Client(), options).Wait, Is.EqualTo(TimeSpan.FromSeconds(wait)));
    }

    [Test]
    public void Transaction_times_out_after_five_minutes_by_default() =>
        Assert.That(new KafkaEventStoreOptions().TransactionTimeout, Is.EqualTo(TimeSpan.FromMinutes(5)));

    [Test]
    public void Brokers_are_required() =>
        Assert.That(
            () => new KafkaEventStore(new ClientConfig()),
            Throws.ArgumentException.With.Message.StartsWith("The setting bootstrap.servers must name the brokers."));

    [Test]
    public async Task Unknown_setting_is_named()
    {
        var client = Client();
        client.Set("sasl.unknown", "secret");
        await using var store = new KafkaEventStore(client);
        var failure = Assert.ThrowsAsync<InvalidOperationException>(async () => await store.LoadAsync("auditevents"));
        Assert.That(failure!.Message, Does.Contain("sasl.unknown").And.Not.Contain("secret"));
    }

    [TestCase("message.timeout.ms", "600000", "transaction.timeout.ms")]
    [TestCase("sasl.unknown", "secret", "sasl.unknown")]
    public void Settings_are_checked_without_connecting(string setting, string value, string named)
    {
        var client = Client();
        Assert.That(() => KafkaEventStore.CheckSettings(client), Throws.Nothing);
        client.Set(setting, value);
        Assert.That(
            () => KafkaEventStore.CheckSettings(client),
            Throws.InvalidOperationException.With.Message.Contains(named));
    }

    [Test]
    public async Task Name_with_a_separator_is_rejected()
    {
        await using var store = new KafkaEventStore(Client());
        Assert.ThrowsAsync<ArgumentException>(async () => await store.LoadAsync("a/b"));
        Assert.ThrowsAsync<ArgumentException>(async () => await store.LoadAsync("a#1"));
    }

    [Test]
    public async Task Settings_of_the_program_stay_unchanged_and_log_messages_reach_it()
    {
        using var cluster = await TestCluster.StartAsync(ClusterKind.Mock);
        var before = cluster.Client.ToList();
        var logged = new TaskCompletionSource();
        var options = cluster.Options;
        options.Log = _ => logged.TrySetResult();
        var client = new ClientConfig(cluster.Client.ToDictionary(StringComparer.Ordinal)) { Debug = "eos" };
        await using var store = new KafkaEventStore(client, options);
        _ = await store.LoadAsync("auditevents");
        await logged.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.That(client.Where(setting => setting.Key != "debug"), Is.EqualTo(before));
    }

    private static TestCaseData Case(Action<KafkaEventStoreOptions> change, string message) => new(change, message);

    private static ClientConfig Client() => new() { BootstrapServers = "localhost:1" };
}
