using Confluent.Kafka;
using OnePassword.Events.Kafka;

namespace OnePassword.Events.Testing.Brokers;

/// <summary>The brokers that the environment names. Each test creates topics of its own, and leaves them there.</summary>
internal sealed class RealCluster(string brokers) : TestCluster
{
    public override ClientConfig Client { get; } = new() { BootstrapServers = brokers };

    public static RealCluster Required()
    {
        if (Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP") is { Length: > 0 } brokers)
            return new RealCluster(brokers);
        Assert.Ignore("Requires Kafka brokers. Set KAFKA_BOOTSTRAP to their addresses, for example localhost:9092.");
        throw new InvalidOperationException();
    }

    public override void Dispose()
    {
    }

    protected override Task CreateTopicsAsync() => KafkaTopics.CreateAsync(Client, Options, partitions: 3, replicationFactor: 1);
}
