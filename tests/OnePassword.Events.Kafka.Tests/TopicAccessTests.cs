using Confluent.Kafka;
using Confluent.Kafka.Admin;
using OnePassword.Events.Kafka.Clients;

namespace OnePassword.Events.Kafka.Tests;

/// <summary>The check of topics and permissions.</summary>
public sealed class TopicAccessTests
{
    [Test]
    public async Task Topics_that_can_be_used_are_accepted()
    {
        using var cluster = await TestCluster.StartAsync(ClusterKind.Mock);
        Assert.That(() => KafkaTopics.CheckAsync(cluster.Client, cluster.Options), Throws.Nothing);
    }

    [Test]
    public void Missing_topic_is_named()
    {
        using var cluster = new MockCluster();
        Assert.That(
            () => KafkaTopics.CheckAsync(cluster.Client, cluster.Options),
            Throws.InstanceOf<KafkaException>().With.Message.Contains($"the topic '{cluster.Options.Topic}' does not exist. Create the topics"));
    }

    [TestCase("Describe,Write", "Describe,Read,Write,DescribeConfigs", null)]
    [TestCase("", "", null, Description = "Brokers that do not show permissions are trusted.")]
    [TestCase("Describe", "Read,Write,DescribeConfigs", "no permission to Write 'op-events'")]
    [TestCase("Write", "Describe", "no permission to Read and Write and DescribeConfigs 'op-events.checkpoints'")]
    [TestCase("Write", "Read,Write", "no permission to DescribeConfigs 'op-events.checkpoints'")]
    public void Missing_permission_is_named(string events, string checkpoints, string? problem)
    {
        TopicDescription[] topics = [Topic("op-events.checkpoints", checkpoints), Topic("op-events", events)];
        var found = TopicAccess.FindProblem(topics, new());
        Assert.That(found?.Reason, problem is null ? Is.Null : Is.EqualTo($"the client has {problem}"));
    }

    [Test]
    public async Task Real_brokers_accept_the_topics()
    {
        using var cluster = await TestCluster.StartAsync(ClusterKind.Real);
        await KafkaTopics.CheckAsync(cluster.Client, cluster.Options);
    }

    private static TopicDescription Topic(string name, string allowed) => new()
    {
        Name = name,
        Error = new Error(ErrorCode.NoError),
        AuthorizedOperations =
            [.. allowed.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(operation => Enum.Parse<AclOperation>(operation))],
    };
}
