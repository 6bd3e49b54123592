using System.Text;
using Confluent.Kafka;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Kafka.Tests;

/// <summary>Events that are larger than the brokers accept. They neither stop the feed nor get lost.</summary>
public sealed class TooLargeEventTests
{
    private readonly List<byte[]> _parked = [];

    [TestCase(ClusterKind.Mock)]
    [TestCase(ClusterKind.Real)]
    public async Task Event_that_the_client_rejects_is_passed_to_the_function(ClusterKind kind)
    {
        await using var followed = await StartAsync(kind, size: 20_000);
        await using var store = followed.Store(Park, client => client.Set("message.max.bytes", "10000"));
        await followed.StoreAllAsync(store);
        AssertParked(followed, large: followed.Sent().Single(json => json.Length > 10_000), aborted: kind == ClusterKind.Mock);
    }

    [Test]
    public async Task Event_that_the_brokers_reject_is_passed_to_the_function()
    {
        await using var followed = await StartAsync(ClusterKind.Real, size: 3_000_000);
        await using var store = followed.Store(Park);
        await followed.StoreAllAsync(store);
        AssertParked(followed, large: followed.Sent().Single(json => json.Length > 1_000_000), aborted: false);
    }

    [Test]
    [Description("The first error concerns the batch of the page. Only the second one, of a batch with one event, is certain.")]
    public async Task Event_whose_own_batch_the_brokers_reject_is_passed_to_the_function()
    {
        await using var followed = await Followed.StartAsync(ClusterKind.Mock, events: 0);
        for (var i = 0; i < 3; i++)
            Append(followed, size: 100_000, uuid: $"LARGE{i}");
        await using var store = followed.Store(Park, client => client.Set("linger.ms", "1000"));
        await StorePageAsync(followed, store, ErrorCode.MsgSizeTooLarge, ErrorCode.MsgSizeTooLarge);
        AssertParked(followed, large: followed.Sent()[0], aborted: false);
    }

    [Test]
    public async Task Page_whose_batch_is_too_large_is_stored_in_smaller_batches()
    {
        await using var followed = await Followed.StartAsync(ClusterKind.Mock, events: 10);
        await using var store = followed.Store(Park);
        await StorePageAsync(followed, store, ErrorCode.MsgSizeTooLarge);
        Assert.That(_parked, Is.Empty);
        followed.AssertComplete();
    }

    [Test]
    [Description("A request per event can take longer than the timeout of the transaction. The process would fence itself.")]
    public async Task Small_events_of_a_page_that_is_too_large_are_sent_in_batches()
    {
        await using var followed = await Followed.StartAsync(ClusterKind.Mock, events: 100);
        Append(followed, size: 100_000);
        await using var store = followed.Store(Park);
        await foreach (var page in followed.Feed.FollowRawAsync(store, Followed.Options(pageSize: 200)))
        {
            followed.Mock.Fail(MockCluster.Produce, ErrorCode.MsgSizeTooLarge);
            followed.Mock.Track();
            await store.StoreAsync(page);
        }
        Assert.That(followed.Mock.Requests().Count(request => request == MockCluster.Produce), Is.LessThan(50));
        followed.AssertComplete();
    }

    [TestCase(ClusterKind.Mock)]
    [TestCase(ClusterKind.Real)]
    public async Task Without_a_function_the_feed_stops_and_the_error_names_the_setting(ClusterKind kind)
    {
        await using var followed = await StartAsync(kind, size: 20_000);
        await using var store = followed.Store(client: client => client.Set("message.max.bytes", "10000"));
        var failure = Assert.CatchAsync<KafkaException>(() => followed.StoreAllAsync(store))!;
        Assert.That(failure.Error.Code, Is.EqualTo(ErrorCode.MsgSizeTooLarge));
        Assert.That(failure.Message, Does.Match(@"event 'LARGE' of 'auditevents', which has 20,\d\d\d bytes.*set OnEventTooLarge\."));
    }

    [Test]
    public async Task Page_is_not_committed_if_the_function_fails()
    {
        await using var followed = await StartAsync(ClusterKind.Mock, size: 20_000);
        await using var store = followed.Store(
            options => options.OnEventTooLarge = (_, _, _) => throw new IOException("The disk is full."),
            client => client.Set("message.max.bytes", "10000"));
        Assert.ThrowsAsync<IOException>(() => followed.StoreAllAsync(store));
        Assert.That((await store.LoadAsync("auditevents"))!.Events, Is.LessThan(11));
    }

    /// <summary>Appends an event that compression does not make smaller than half of its size.</summary>
    internal static void Append(Followed followed, int size, string uuid = "LARGE")
    {
        var text = new byte[size / 2];
        new Random(7).NextBytes(text);
        followed.Emulator.Append(EmulatorFeed.AuditEvents, Encoding.UTF8.GetBytes(
            $$"""{"uuid":"{{uuid}}","timestamp":"2026-03-14T09:26:53Z","a":"{{Convert.ToHexString(text)}}"}"""));
    }

    private static async Task<Followed> StartAsync(ClusterKind kind, int size)
    {
        var followed = await Followed.StartAsync(kind, events: 10);
        Append(followed, size);
        return followed;
    }

    private static async Task StorePageAsync(Followed followed, KafkaEventStore store, params ErrorCode[] errors)
    {
        await foreach (var page in followed.Feed.FollowRawAsync(store, Followed.Options()))
        {
            followed.Mock.Fail(MockCluster.Produce, errors);
            await store.StoreAsync(page);
        }
    }

    private void Park(KafkaEventStoreOptions options) => options.OnEventTooLarge = (page, one, _) =>
    {
        Assert.That(page.Feed, Is.EqualTo("auditevents"));
        _parked.Add(one.Json.ToArray());
        return Task.CompletedTask;
    };

    // The mock cluster delivers the records that were sent before the large one, and then aborted.
    private void AssertParked(Followed followed, byte[] large, bool aborted)
    {
        Assert.That(_parked, Is.EqualTo(new[] { large }));
        var stored = followed.Events().Select(record => record.Message.Value!);
        if (aborted)
            stored = stored.DistinctBy(Convert.ToHexString, StringComparer.Ordinal);
        Assert.That(stored, Is.EquivalentTo(followed.Sent().Where(json => !json.AsSpan().SequenceEqual(large))));
    }
}
