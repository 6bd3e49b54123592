using Confluent.Kafka;
using OnePassword.Events.Kafka.Clients;
using OnePassword.Events.Kafka.Transactions;

namespace OnePassword.Events.Kafka.Tests;

/// <summary>Two processes write.</summary>
public sealed class TakeoverTests
{
    [TestCase(MockCluster.Produce, ErrorCode.InvalidProducerEpoch)]
    [TestCase(MockCluster.AddPartitionsToTxn, ErrorCode.InvalidProducerEpoch)]
    [TestCase(MockCluster.EndTxn, ErrorCode.ProducerFenced)]
    public async Task Fenced_process_ends_as_taken_over_until_it_loads_again(short request, ErrorCode error)
    {
        await using var followed = await Followed.StartAsync(ClusterKind.Mock, events: 20);
        await using var store = followed.Store();
        _ = await store.LoadAsync("auditevents");
        await foreach (var page in followed.Feed.FollowRawAsync(store, Followed.Options()))
        {
            followed.Mock.Fail(request, error);
            for (var attempt = 0; attempt < 2; attempt++)
            {
                var failure = Assert.ThrowsAsync<CheckpointException>(() => store.StoreAsync(page))!;
                Assert.That(failure.Reason, Is.EqualTo(CheckpointFailure.TakenOver));
                Assert.That(failure.Message, Does.Contain("'auditevents', or this one hung or had no brokers")
                    .And.Contains("The stored checkpoint decides whether the last page is stored"));
            }
            break;
        }
        if (request == MockCluster.EndTxn)
            return; // The mock cluster has the checkpoint, although it rejected the commit.
        Assert.That((await store.LoadAsync("auditevents"))!.Events, Is.Zero);
        await followed.StoreAllAsync(store);
        Assert.That((await store.LoadAsync("auditevents"))!.Events, Is.EqualTo(20));
    }

    [Test]
    public async Task Following_ends_when_another_process_takes_over()
    {
        await using var followed = await Followed.StartAsync(ClusterKind.Mock);
        await using var store = followed.Store();
        var failure = Assert.ThrowsAsync<CheckpointException>(() => followed.Feed.FollowRawAsync(store, (page, token) =>
        {
            if (page.Checkpoint.Events == 30)
                followed.Mock.Fail(MockCluster.AddPartitionsToTxn, ErrorCode.InvalidProducerEpoch);
            return store.StoreAsync(page, token);
        }, Followed.Options()));
        Assert.That(failure!.Reason, Is.EqualTo(CheckpointFailure.TakenOver));
        Assert.That(followed.Events(), Has.Count.EqualTo(20));
    }

    [Test]
    public async Task Concurrent_loads_of_a_store_take_the_feed_once()
    {
        using var cluster = await TestCluster.StartAsync(ClusterKind.Mock);
        await using var store = new KafkaEventStore(cluster.Client, cluster.Options);
        var mock = (MockCluster)cluster;
        mock.Track();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => store.LoadAsync("auditevents").AsTask()));
        Assert.That(mock.Requests().Count(request => request == MockCluster.InitProducerId), Is.EqualTo(1));
    }

    [Test]
    [Description("The abort after the error can succeed. The next page must not be written nevertheless.")]
    public async Task Producer_is_lost_after_the_error_of_a_fence()
    {
        using var cluster = await TestCluster.StartAsync(ClusterKind.Mock);
        await using var producer = new TransactionalProducer(new ClientSettings(cluster.Client, cluster.Options), "auditevents");
        _ = producer.Failure(new KafkaException(ErrorCode.Local_TimedOut));
        Assert.That(producer.Lost, Is.Null);
        var failure = producer.Failure(new KafkaException(ErrorCode.InvalidProducerEpoch));
        Assert.That(producer.Lost, Is.SameAs(failure).And.InstanceOf<CheckpointException>());
    }

    [Test]
    public async Task Process_that_was_replaced_commits_nothing_more()
    {
        await using var followed = await Followed.StartAsync(ClusterKind.Real);
        await using var first = followed.Store();
        await using var second = followed.Store();
        await using var pages = followed.Feed.FollowRawAsync(first, Followed.Options()).GetAsyncEnumerator();
        await pages.MoveNextAsync();
        await first.StoreAsync(pages.Current);
        await pages.MoveNextAsync();

        await followed.StoreAllAsync(second);

        var failure = Assert.ThrowsAsync<CheckpointException>(() => first.StoreAsync(pages.Current));
        Assert.That(failure!.Reason, Is.EqualTo(CheckpointFailure.TakenOver));
        Assert.That(Assert.ThrowsAsync<CheckpointException>(() => first.StoreAsync(pages.Current)), Is.SameAs(failure));
        followed.AssertComplete();
    }

    [Test]
    public async Task Stores_with_other_topics_do_not_replace_each_other()
    {
        await using var followed = await Followed.StartAsync(ClusterKind.Real);
        using var cluster = await TestCluster.StartAsync(ClusterKind.Real);
        await using var other = new KafkaEventStore(cluster.Client, cluster.Options);
        await using var store = followed.Store();
        await followed.Feed.FollowRawAsync(store, async (page, token) =>
        {
            _ = await other.LoadAsync(page.Name, token);
            await store.StoreAsync(page, token);
        }, Followed.Options());
        followed.AssertComplete();
    }

    [Test]
    public async Task Open_transaction_of_the_previous_process_is_aborted()
    {
        await using var followed = await Followed.StartAsync(ClusterKind.Real, events: 20);
        using var previous = new ClientSettings(followed.Cluster.Client, followed.Cluster.Options).CreateProducer("auditevents", _ => { });
        previous.InitTransactions(TimeSpan.FromSeconds(30));
        previous.BeginTransaction();
        await previous.ProduceAsync(followed.Cluster.Options.Topic, new() { Value = "{}"u8.ToArray() });

        await using var store = followed.Store();
        await followed.StoreAllAsync(store);

        var failure = Assert.CatchAsync<KafkaException>(() => Task.Run(() => previous.CommitTransaction(TimeSpan.FromSeconds(30))));
        Assert.That(failure!.Error.IsFatal, Is.True);
        followed.AssertComplete();
    }

    [Test]
    public async Task Replaced_process_ends_and_its_aborted_records_are_not_received()
    {
        await using var followed = await Followed.StartAsync(ClusterKind.Real, events: 20);
        var (aborted, replaced) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var first = followed.Store(options => options.OnEventTooLarge = async (_, _, _) =>
        {
            aborted.TrySetResult();
            await replaced.Task;
        }, client => client.Set("message.max.bytes", "1000"));
        TooLargeEventTests.Append(followed, size: 2_000);
        var writing = followed.StoreAllAsync(first);
        await aborted.Task;
        await using var second = followed.Store();
        await followed.StoreAllAsync(second);
        replaced.SetResult();
        Assert.That(
            Assert.ThrowsAsync<CheckpointException>(() => writing)!.Reason, Is.EqualTo(CheckpointFailure.TakenOver));
        followed.AssertComplete();
    }
}
