using OnePassword.Events.Emulator;

namespace OnePassword.Events.Kafka.Tests;

/// <summary>One process stores events.</summary>
[TestFixture(ClusterKind.Mock)]
[TestFixture(ClusterKind.Real)]
public sealed class KafkaEventStoreTests(ClusterKind kind)
{
    [Test]
    public async Task Store_keeps_the_contract_of_a_checkpoint_store()
    {
        using var cluster = await TestCluster.StartAsync(kind);
        await CheckpointStoreContract.VerifyAsync(() => new KafkaEventStore(cluster.Client, cluster.Options));
    }

    [Test]
    public async Task Events_are_stored_in_order_with_their_bytes()
    {
        await using var followed = await Followed.StartAsync(kind);
        await using var store = followed.Store();
        await followed.StoreAllAsync(store);
        followed.AssertComplete();
    }

    [Test]
    public async Task Record_has_the_account_as_key_and_the_origin_in_headers()
    {
        await using var followed = await Followed.StartAsync(kind, events: 1);
        await using var store = followed.Store();
        await followed.StoreAllAsync(store);

        var record = followed.Events().Single();
        var account = (await store.LoadAsync("auditevents"))!.AccountUuid;
        Assert.That(account, Is.Not.Null.And.Not.Empty);
        Assert.That(record.Key(), Is.EqualTo(account));
        Assert.That(record.Header("account"), Is.EqualTo(account));
        Assert.That(record.Header("feed"), Is.EqualTo("auditevents"));
        Assert.That(record.Header("api_version"), Is.EqualTo("v2"));
        Assert.That(record.Header("uuid"), Is.EqualTo(RawEvent.Parse(record.Message.Value).Uuid).And.Not.Null);
    }

    [Test]
    public async Task Uuid_as_key_spreads_events_over_the_partitions()
    {
        await using var followed = await Followed.StartAsync(kind);
        await using var store = followed.Store(options => options.Key = KafkaEventKey.Uuid);
        await followed.StoreAllAsync(store);

        var records = followed.Events();
        Assert.That(records.Select(record => record.Key()), Is.EqualTo(records.Select(record => record.Header("uuid"))));
        Assert.That(records.Select(record => record.Partition).Distinct().Count(), Is.GreaterThan(1));
        Assert.That(records.Select(record => record.Message.Value), Is.EquivalentTo(followed.Sent()));
    }

    [Test]
    public async Task Event_that_is_not_valid_UTF8_is_stored_with_its_bytes()
    {
        await using var followed = await Followed.StartAsync(kind, events: 0);
        byte[] json = [.. "{\"uuid\":\"U\",\"timestamp\":\"2026-03-14T09:26:53Z\",\"action\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        followed.Emulator.Append(EmulatorFeed.AuditEvents, json);
        await using var store = followed.Store();
        await followed.StoreAllAsync(store);
        Assert.That(followed.Events().Single().Message.Value, Is.EqualTo(json));
    }

    [Test]
    public async Task Event_without_uuid_is_stored()
    {
        await using var followed = await Followed.StartAsync(kind, events: 0);
        followed.Emulator.Inject(new Fault { Body = """{"cursor":"c","has_more":false,"items":[{"uuid":null}]}""" });
        await using var store = followed.Store(options => options.Key = KafkaEventKey.Uuid);
        await followed.StoreAllAsync(store);
        var record = followed.Events().Single();
        Assert.That(record.Message.Value, Is.EqualTo("""{"uuid":null}"""u8.ToArray()));
        Assert.That((record.Key(), record.Header("uuid")), Is.EqualTo(((string?)null, (string?)null)));
    }

    [Test]
    public async Task Second_process_continues_after_a_process_that_was_killed()
    {
        await using var followed = await Followed.StartAsync(kind);
        await using var killed = followed.Store();
        await foreach (var page in followed.Feed.FollowRawAsync(killed, Followed.Options()))
        {
            if (page.Checkpoint.Events > 30)
                break; // It is not disposed before the second one starts.
            await killed.StoreAsync(page);
        }
        await using (var store = followed.Store())
            await followed.StoreAllAsync(store);
        followed.AssertComplete();
    }

    [Test]
    public async Task Followers_and_accounts_share_topics()
    {
        await using var followed = await Followed.StartAsync(kind, events: 20);
        await using var first = followed.Store(options => options.Account = "first");
        await using var second = followed.Store(options => options.Account = "second");
        await followed.StoreAllAsync(first);
        Assert.That(await second.LoadAsync("auditevents"), Is.Null);
        Assert.That(await first.LoadAsync("other"), Is.Null);
        await followed.StoreAllAsync(second);
        Assert.That(followed.Events(), Has.Count.EqualTo(40));
        Assert.That(followed.Checkpoints().Select(record => record.Key()), Does.Contain("first/auditevents").And.Contains("second/auditevents"));
    }

    [Test]
    [Description("The server sends events again after a rejected cursor. Their uuids come from the checkpoint topic.")]
    public async Task Duplicate_from_the_server_is_stored_once()
    {
        await using var followed = await Followed.StartAsync(kind);
        await using (var store = followed.Store())
            await followed.StoreAllAsync(store);
        followed.Emulator.Inject(new Fault { Status = 400, Body = """{"Error":{"Message":"invalid cursor"}}""" });
        await using (var store = followed.Store())
        {
            var options = Followed.Options();
            (options.OnCursorRejected, options.Overlap) = (CursorRejectedAction.Restart, TimeSpan.FromDays(100));
            await followed.Feed.FollowRawAsync(store, store.StoreAsync, options);
            Assert.That((await store.LoadAsync("auditevents"))!.Duplicates, Is.EqualTo(60));
        }
        followed.AssertComplete();
    }

    [Test]
    public async Task Canceled_page_is_not_stored_and_can_be_stored_later()
    {
        await using var followed = await Followed.StartAsync(kind, events: 10);
        await using var store = followed.Store();
        await foreach (var page in followed.Feed.FollowRawAsync(store, Followed.Options()))
        {
            Assert.CatchAsync<OperationCanceledException>(() => store.StoreAsync(page, new CancellationToken(canceled: true)));
            await store.StoreAsync(page);
        }
        followed.AssertComplete();
    }

    [Test]
    public async Task Disposed_store_writes_nothing()
    {
        await using var followed = await Followed.StartAsync(kind, events: 10);
        var store = followed.Store();
        await foreach (var page in followed.Feed.FollowRawAsync(store, Followed.Options()))
        {
            await store.DisposeAsync();
            Assert.ThrowsAsync<ObjectDisposedException>(() => store.StoreAsync(page));
            Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.SaveAsync(page.Name, page.Checkpoint));
            Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.LoadAsync(page.Name));
            break;
        }
        await using var next = followed.Store();
        Assert.That((await next.LoadAsync("auditevents"))?.Events ?? 0, Is.Zero);
        Assert.That(followed.Events(), Is.Empty);
    }
}
