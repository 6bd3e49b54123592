using System.Net;
using System.Net.Sockets;
using Confluent.Kafka;

namespace OnePassword.Events.Kafka.Tests;

/// <summary>Errors of the brokers, by their class.</summary>
public sealed class FailureTests
{
    private static readonly TestCaseData[] Configuration =
    [
        new(MockCluster.InitProducerId, ErrorCode.TransactionalIdAuthorizationFailed,
            "/acme/auditevents'."),
        new(MockCluster.InitProducerId, ErrorCode.ClusterAuthorizationFailed, "Allow IdempotentWrite on the cluster"),
        new(MockCluster.InitProducerId, ErrorCode.InvalidTransactionTimeout, "Lower TransactionTimeout"),
        new(MockCluster.AddPartitionsToTxn, ErrorCode.TopicAuthorizationFailed, "and Read, Write and DescribeConfigs on 'test-"),
        new(MockCluster.Produce, ErrorCode.TopicAuthorizationFailed, "Allow Write on 'test-"),
        new(MockCluster.EndTxn, ErrorCode.TransactionalIdAuthorizationFailed, "Allow Write and Describe"),
    ];

    [TestCaseSource(nameof(Configuration))]
    public async Task Rejected_client_gets_a_remedy(short request, ErrorCode error, string remedy)
    {
        await using var followed = await Followed.StartAsync(ClusterKind.Mock, events: 10);
        await using var store = followed.Store(options => options.Account = "acme");
        followed.Mock.Fail(request, error);
        var failure = Assert.CatchAsync<KafkaException>(() => followed.StoreAllAsync(store))!;
        Assert.That(failure.Error.Code, Is.EqualTo(error));
        Assert.That(failure.Message, Does.Contain(remedy));
    }

    [Test]
    [Description("Otherwise, stores of the same brokers with different topics fence each other.")]
    public async Task Transactional_id_has_the_checkpoint_topic()
    {
        using var cluster = await TestCluster.StartAsync(ClusterKind.Mock);
        await using var store = new KafkaEventStore(cluster.Client, cluster.Options);
        ((MockCluster)cluster).Fail(MockCluster.InitProducerId, ErrorCode.TransactionalIdAuthorizationFailed);
        var failure = Assert.CatchAsync<KafkaException>(async () => await store.LoadAsync("auditevents"))!;
        Assert.That(failure.Message, Does.Contain(
            $"Allow Write and Describe on the transactional id 'op-events/{cluster.Options.CheckpointTopic}//auditevents'."));
    }

    [TestCase(MockCluster.Produce, ErrorCode.NotLeaderForPartition)]
    [TestCase(MockCluster.AddPartitionsToTxn, ErrorCode.GroupCoordinatorNotAvailable)]
    [TestCase(MockCluster.EndTxn, ErrorCode.GroupLoadInProgress)]
    [TestCase(MockCluster.EndTxn, ErrorCode.Local_Transport)]
    public async Task Temporary_error_is_retried(short request, ErrorCode error)
    {
        await using var followed = await Followed.StartAsync(ClusterKind.Mock, events: 10);
        await using var store = followed.Store();
        _ = await store.LoadAsync("auditevents");
        followed.Mock.Fail(request, error);
        await followed.StoreAllAsync(store);
        followed.AssertComplete();
    }

    [Test]
    [Description("The brokers reject the transaction before its first record, because the mock cluster delivers aborted records.")]
    public async Task Page_of_an_aborted_transaction_can_be_stored_again()
    {
        await using var followed = await Followed.StartAsync(ClusterKind.Mock);
        await using var store = followed.Store();
        await foreach (var page in followed.Feed.FollowRawAsync(store, Followed.Options()))
        {
            followed.Mock.Fail(MockCluster.AddPartitionsToTxn, ErrorCode.OperationNotAttempted);
            Assert.CatchAsync<KafkaException>(() => store.StoreAsync(page));
            Assert.That((await store.LoadAsync("auditevents"))!.Events, Is.EqualTo(page.Checkpoint.Events - page.Items.Count));
            await store.StoreAsync(page);
        }
        followed.AssertComplete();
    }

    [Test]
    public async Task Page_whose_commit_was_rejected_can_be_stored_again()
    {
        await using var followed = await Followed.StartAsync(ClusterKind.Mock, events: 10);
        await using var store = followed.Store();
        await foreach (var page in followed.Feed.FollowRawAsync(store, Followed.Options()))
        {
            followed.Mock.Fail(MockCluster.EndTxn, ErrorCode.InvalidProducerIdMapping);
            Assert.CatchAsync<KafkaException>(() => store.StoreAsync(page));
            Assert.That((await store.LoadAsync("auditevents"))!.Events, Is.Zero);
            await store.StoreAsync(page);
        }
        Assert.That((await store.LoadAsync("auditevents"))!.Events, Is.EqualTo(10));
        Assert.That(followed.Events(), Has.Count.EqualTo(20), "with ten aborted records, which only the mock cluster delivers");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Commit_without_a_result_is_completed_by_the_next_attempt(bool loads)
    {
        await using var followed = await Followed.StartAsync(ClusterKind.Mock);
        await using var store = followed.Store(options => options.TransactionTimeout = TimeSpan.FromSeconds(1));
        await foreach (var page in followed.Feed.FollowRawAsync(store, Followed.Options()))
        {
            if (page.Checkpoint.Events == 30)
            {
                followed.Mock.Fail(MockCluster.EndTxn, [.. Enumerable.Repeat(ErrorCode.GroupCoordinatorNotAvailable, 3)]);
                var failure = Assert.CatchAsync<KafkaException>(() => store.StoreAsync(page))!;
                Assert.That(failure.Message, Does.Contain("did not confirm the commit of 'auditevents' in time"));
                if (loads)
                    await RetryAsync(async () => Assert.That((await store.LoadAsync("auditevents"))!.Events, Is.EqualTo(30)));
            }
            await RetryAsync(() => store.StoreAsync(page));
            if (loads && page.Checkpoint.Events == 30)
                break;
        }
        if (loads)
            return;
        followed.AssertComplete();
    }

    [Test]
    public async Task Abort_without_a_confirmation_is_completed_by_the_next_attempt()
    {
        await using var followed = await Followed.StartAsync(ClusterKind.Mock, events: 10);
        await using var store = followed.Store(options => options.TransactionTimeout = TimeSpan.FromSeconds(1));
        await foreach (var page in followed.Feed.FollowRawAsync(store, Followed.Options()))
        {
            followed.Mock.Fail(MockCluster.AddPartitionsToTxn, ErrorCode.OperationNotAttempted);
            followed.Mock.Fail(MockCluster.EndTxn, [.. Enumerable.Repeat(ErrorCode.GroupCoordinatorNotAvailable, 3)]);
            var failure = Assert.CatchAsync<KafkaException>(() => store.StoreAsync(page))!;
            Assert.That(failure.Message, Does.Contain("Check bootstrap.servers and the brokers, then retry."));
            await RetryAsync(() => store.StoreAsync(page));
        }
        followed.AssertComplete();
    }

    [Test]
    public async Task Brokers_that_cannot_be_reached_are_the_cause_without_a_wait_for_them()
    {
        using var cluster = new MockCluster();
        cluster.Stop();
        await using var store = new KafkaEventStore(cluster.Client, cluster.Options);
        var failure = Assert.CatchAsync<KafkaException>(async () => await store.LoadAsync("auditevents"))!;
        Assert.That(failure.Message, Does.Contain("Connection refused").And.Contains("Check bootstrap.servers"));
    }

    [Test]
    public async Task Brokers_that_do_not_respond_in_time_are_an_error()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var store = new KafkaEventStore(
            new() { BootstrapServers = $"{silent.LocalEndpoint}" }, new() { TransactionTimeout = TimeSpan.FromSeconds(1) });
        var failure = Assert.CatchAsync<KafkaException>(async () => await store.LoadAsync("auditevents"))!;
        Assert.That(failure.Message, Does.Contain("Check bootstrap.servers"));
    }

    [Test]
    public async Task Load_can_be_canceled_while_brokers_do_not_respond()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var store = new KafkaEventStore(new() { BootstrapServers = $"{silent.LocalEndpoint}" });
        using var stop = new CancellationTokenSource();
        var loading = store.LoadAsync("auditevents", stop.Token).AsTask();
        await stop.CancelAsync();
        Assert.CatchAsync<OperationCanceledException>(() => loading);
    }

    [Test]
    public async Task Missing_topics_are_named()
    {
        using var cluster = new MockCluster();
        await using var store = new KafkaEventStore(cluster.Client, cluster.Options);
        var failure = Assert.CatchAsync<KafkaException>(async () => await store.LoadAsync("auditevents"))!;
        Assert.That(failure.Message, Does.Contain($"Create the topics '{cluster.Options.Topic}' and '{cluster.Options.CheckpointTopic}'"));
    }

    // On a busy machine, a second is not always enough.
    private static async Task RetryAsync(Func<Task> attempt)
    {
        for (var rest = 20; rest > 0; rest--)
        {
            try
            {
                await attempt();
                return;
            }
            catch (KafkaException) when (rest > 1)
            {
                // Continues with the next attempt.
            }
        }
    }
}
