using Confluent.Kafka;
using OnePassword.Events.Kafka.Clients;
using OnePassword.Events.Kafka.Storage;

namespace OnePassword.Events.Kafka.Tests;

/// <summary>How a new process finds the checkpoint, after the order of KIP-618.</summary>
public sealed class RecoveryTests
{
    private static readonly Checkpoint Saved = new() { Host = "h", ApiVersion = "v2", Feed = "auditevents" };

    [Test]
    public async Task Previous_process_is_fenced_before_the_end_and_the_records_are_read()
    {
        await using var followed = await Followed.StartAsync(ClusterKind.Mock, events: 10);
        await using (var first = followed.Store())
            await followed.StoreAllAsync(first);
        followed.Mock.Track();
        await using var second = followed.Store();
        Assert.That((await second.LoadAsync("auditevents"))!.Events, Is.EqualTo(10));

        short[] steps = [MockCluster.InitProducerId, MockCluster.ListOffsets, MockCluster.Fetch];
        Assert.That(followed.Mock.Requests().Where(steps.Contains).Distinct(), Is.EqualTo(steps));
    }

    [TestCase(ClusterKind.Mock)]
    [TestCase(ClusterKind.Real)]
    public async Task Checkpoint_can_be_read_without_taking_the_feed(ClusterKind kind)
    {
        await using var followed = await Followed.StartAsync(kind);
        await using var store = followed.Store();
        await using var reader = followed.Store();
        Assert.That(await reader.ReadAsync("auditevents"), Is.Null);
        await followed.Feed.FollowRawAsync(store, async (page, token) =>
        {
            await store.StoreAsync(page, token);
            (followed.Cluster as MockCluster)?.Track();
            Assert.That((await reader.ReadAsync(page.Name, token))!.Events, Is.EqualTo(page.Checkpoint.Events));
            Assert.That((followed.Cluster as MockCluster)?.Requests() ?? [], Does.Not.Contain(MockCluster.InitProducerId));
        }, Followed.Options());
        followed.AssertComplete();
    }

    [Test]
    [Description("Consumers of committed records do not receive records after those of an open transaction.")]
    public async Task Reading_waits_until_open_transactions_of_others_have_ended()
    {
        using var cluster = await TestCluster.StartAsync(ClusterKind.Mock);
        await using var store = new KafkaEventStore(cluster.Client, cluster.Options);
        await store.SaveAsync("name", Saved);
        var settings = new ClientSettings(cluster.Client, cluster.Options);
        var end = Topics.Read(cluster.Client, cluster.Options.CheckpointTopic, 1)[^1].Offset + 3; // The next checkpoint is before it.

        var reading = new CheckpointReader(settings, "name").ReadAsync(end, CancellationToken.None);
        Assert.That(reading.IsCompleted, Is.False);
        await store.SaveAsync("name", Saved with { Events = 7 });

        Assert.That((await reading).Checkpoint!.Events, Is.EqualTo(7));
    }

    [Test]
    [Description("librdkafka looks up the coordinator of a group, although no group is used.")]
    public async Task Checkpoint_is_read_without_a_permission_for_groups()
    {
        using var cluster = await TestCluster.StartAsync(ClusterKind.Mock);
        await using var store = new KafkaEventStore(cluster.Client, cluster.Options);
        await store.SaveAsync("name", Saved);
        var end = Topics.Read(cluster.Client, cluster.Options.CheckpointTopic, 1)[^1].Offset + 3; // The next checkpoint is before it.
        var mock = (MockCluster)cluster;
        mock.Fail(MockCluster.FindCoordinator, [.. Enumerable.Repeat(ErrorCode.GroupAuthorizationFailed, 3)]);
        mock.Track();

        var reading = new CheckpointReader(new ClientSettings(cluster.Client, cluster.Options), "name").ReadAsync(end, CancellationToken.None);
        await Wait.UntilAsync(() => mock.Requests().Count(request => request == MockCluster.FindCoordinator) > 1, "the coordinator is looked up");
        await store.SaveAsync("name", Saved with { Events = 7 });

        Assert.That((await reading).Checkpoint!.Events, Is.EqualTo(7));
    }

    [Test]
    public async Task Transaction_that_never_ends_is_reported()
    {
        using var cluster = await TestCluster.StartAsync(ClusterKind.Mock);
        var options = cluster.Options;
        options.TransactionTimeout = TimeSpan.FromMilliseconds(100); // Shorter than a program can set it.
        var reader = new CheckpointReader(new ClientSettings(cluster.Client, options), "name");
        var failure = Assert.CatchAsync<KafkaException>(() => reader.ReadAsync(1, CancellationToken.None))!;
        Assert.That(failure.Message, Does.Contain($"the topic '{options.CheckpointTopic}' could not be read up to its end"));
    }

    [Test]
    public async Task Record_without_a_value_removes_a_checkpoint()
    {
        using var cluster = await TestCluster.StartAsync(ClusterKind.Mock);
        await using (var store = new KafkaEventStore(cluster.Client, cluster.Options))
            await store.SaveAsync("name", Saved);
        await ProduceAsync(cluster, "name", value: null);
        await using (var store = new KafkaEventStore(cluster.Client, cluster.Options))
            Assert.That(await store.LoadAsync("name"), Is.Null);
    }

    [TestCase("name", "{}")]
    [TestCase("name#1", "[")]
    public async Task Corrupt_record_is_reported(string key, string value)
    {
        using var cluster = await TestCluster.StartAsync(ClusterKind.Mock);
        await ProduceAsync(cluster, key, value);
        await using var store = new KafkaEventStore(cluster.Client, cluster.Options);
        var failure = Assert.ThrowsAsync<CheckpointException>(async () => await store.LoadAsync("name"));
        Assert.That(failure!.Reason, Is.EqualTo(CheckpointFailure.Corrupt));
    }

    private static async Task ProduceAsync(TestCluster cluster, string key, string? value)
    {
        using var producer = new ProducerBuilder<string, string?>(cluster.Client).Build();
        await producer.ProduceAsync(new TopicPartition(cluster.Options.CheckpointTopic, 0), new() { Key = key, Value = value });
    }
}
