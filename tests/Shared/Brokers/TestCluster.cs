using Confluent.Kafka;
using OnePassword.Events.Kafka;

namespace OnePassword.Events.Testing.Brokers;

/// <summary>Brokers with the topics of one test.</summary>
internal abstract class TestCluster : IDisposable
{
    private static int _tests;

    private readonly string _test = $"test-{Environment.ProcessId}-{Interlocked.Increment(ref _tests)}-{Guid.NewGuid().ToString("N")[..8]}";

    public abstract ClientConfig Client { get; }

    public KafkaEventStoreOptions Options => new()
    {
        Topic = $"{_test}.events",
        CheckpointTopic = $"{_test}.checkpoints",
        TransactionTimeout = TimeSpan.FromSeconds(30),
    };

    /// <summary>Starts a cluster, or ignores the test if there is none.</summary>
    public static async Task<TestCluster> StartAsync(ClusterKind kind)
    {
        TestCluster cluster = kind == ClusterKind.Mock ? new MockCluster() : RealCluster.Required();
        await cluster.CreateTopicsAsync();
        return cluster;
    }

    public abstract void Dispose();

    protected abstract Task CreateTopicsAsync();
}
