using Confluent.Kafka;
using Confluent.Kafka.Admin;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using OnePassword.Events.Kafka.Clients;

namespace OnePassword.Events.Kafka.Tests;

/// <summary>The mock cluster has no topic administration, so most of these tests have a client in its place.</summary>
public sealed class KafkaTopicsTests : IDisposable
{
    private readonly IAdminClient _admin = Substitute.For<IAdminClient>();
    private readonly ClientSettings _settings = new(new() { BootstrapServers = "localhost:1" }, new());

    private AdminConnection Admin => new(_admin, new Connections());

    public void Dispose() => _admin.Dispose();

    [Test]
    public async Task Both_topics_are_created()
    {
        Describe("compact");
        await KafkaTopics.CreateAsync(Admin, _settings, partitions: 6, replicationFactor: 3, CancellationToken.None);

        var topics = (IEnumerable<TopicSpecification>)_admin.ReceivedCalls()
            .Single(call => call.GetMethodInfo().Name == nameof(IAdminClient.CreateTopicsAsync)).GetArguments()[0]!;
        Assert.That(
            topics.Select(topic => $"{topic.Name} {topic.NumPartitions} {topic.ReplicationFactor} {string.Join(' ', topic.Configs)}"),
            Is.EqualTo(new[]
            {
                "op-events 6 3 [min.insync.replicas, 2]",
                "op-events.checkpoints 1 3 [min.insync.replicas, 2] [cleanup.policy, compact] [segment.bytes, 16777216]",
            }));
    }

    [Test]
    public void Existing_topics_stay()
    {
        Describe("compact");
        Fail(ErrorCode.TopicAlreadyExists);
        Assert.That(CreateAsync, Throws.Nothing);
    }

    [TestCase(ErrorCode.ClusterAuthorizationFailed, "Allow IdempotentWrite on the cluster, and Create to create topics.")]
    [TestCase(ErrorCode.TopicAuthorizationFailed, "Allow Write on 'op-events'")]
    public void Rejected_request_gets_a_remedy(ErrorCode error, string remedy)
    {
        Fail(error);
        Assert.That(CreateAsync, Throws.InstanceOf<KafkaException>().With.Message.Contains(remedy));
    }

    [TestCase("delete")]
    [TestCase("compact,delete")]
    public void Checkpoint_topic_that_loses_checkpoints_is_rejected(string policy)
    {
        Describe(policy);
        Assert.That(
            CreateAsync,
            Throws.InstanceOf<KafkaException>().With.Message.EqualTo(
                $"The topic 'op-events.checkpoints' has the cleanup policy '{policy}', which deletes checkpoints. Set cleanup.policy=compact."));
    }

    [Test]
    public void Brokers_that_do_not_show_the_policy_are_trusted()
    {
        var hidden = new DescribeConfigsReport { Error = new Error(ErrorCode.TopicAuthorizationFailed) };
        _admin.DescribeConfigsAsync(null, null).ThrowsAsyncForAnyArgs(new DescribeConfigsException([hidden]));
        Assert.That(CreateAsync, Throws.Nothing);
    }

    [Test]
    public async Task Real_brokers_create_the_topics_twice()
    {
        using var cluster = await TestCluster.StartAsync(ClusterKind.Real);
        await KafkaTopics.CreateAsync(cluster.Client, cluster.Options);
        using var admin = new AdminClientBuilder(cluster.Client).Build();
        var metadata = admin.GetMetadata(cluster.Options.CheckpointTopic, TimeSpan.FromSeconds(30));
        Assert.That(metadata.Topics.Single().Partitions, Has.One.Items);
    }

    [Test]
    public async Task Real_store_rejects_a_topic_that_is_not_compacted()
    {
        using var cluster = await TestCluster.StartAsync(ClusterKind.Real);
        var options = cluster.Options;
        (options.Topic, options.CheckpointTopic) = (options.CheckpointTopic, options.Topic);
        await using var store = new KafkaEventStore(cluster.Client, options);
        Assert.That(
            async () => await store.LoadAsync("auditevents"),
            Throws.InstanceOf<KafkaException>().With.Message.Contains("Set cleanup.policy=compact."));
    }

    private Task CreateAsync() => KafkaTopics.CreateAsync(Admin, _settings, -1, -1, CancellationToken.None);

    private void Describe(string policy)
    {
        var entries = new Dictionary<string, ConfigEntryResult>(StringComparer.Ordinal)
        {
            ["cleanup.policy"] = new() { Name = "cleanup.policy", Value = policy },
        };
        _admin.DescribeConfigsAsync(null, null).ReturnsForAnyArgs([new DescribeConfigsResult { Entries = entries }]);
    }

    private void Fail(ErrorCode error)
    {
        CreateTopicReport[] reports = [new() { Topic = "a", Error = new Error(ErrorCode.NoError) }, new() { Topic = "b", Error = new Error(error) }];
        _admin.CreateTopicsAsync(null, null).ThrowsAsyncForAnyArgs(new CreateTopicsException([.. reports]));
    }
}
