using System.Text;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.ObjectStorage.Tests;

/// <summary>One process stores events.</summary>
public sealed class ObjectEventStoreTests
{
    [Test]
    public Task Store_keeps_the_contract_of_a_checkpoint_store()
    {
        var container = new MemoryContainer();
        return CheckpointStoreContract.VerifyAsync(() => new ObjectEventStore(container.Client()));
    }

    [Test]
    public async Task Events_are_stored_in_order_with_their_bytes()
    {
        await using var followed = await Followed.StartAsync();
        var container = new MemoryContainer();
        await followed.StoreAllAsync(container);
        followed.AssertComplete(container);
        Assert.That(EventsReader.Keys(container.Objects.Keys), Has.Count.EqualTo(6));
    }

    [Test]
    public async Task Second_run_continues_after_the_first()
    {
        await using var followed = await Followed.StartAsync();
        var container = new MemoryContainer();
        await using (var store = new ObjectEventStore(container.Client()))
        {
            await foreach (var page in followed.Feed.FollowRawAsync(store, Followed.Options()))
            {
                await store.StoreAsync(page);
                if (page.Checkpoint.Events == 30)
                    break;
            }
        }
        await followed.StoreAllAsync(container.Client());
        followed.AssertComplete(container);
    }

    [Test]
    public async Task Partition_of_a_page_is_the_time_of_its_arrival()
    {
        await using var followed = await Followed.StartAsync(events: 20);
        var container = new MemoryContainer();
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 27, 23, 59, 59, TimeSpan.Zero));
        await using var store = new ObjectEventStore(container, new() { Prefix = "siem/1password", Account = "Agile Bits", Clock = clock });
        await foreach (var page in followed.Feed.FollowRawAsync(store, Followed.Options()))
        {
            await store.StoreAsync(page);
            clock.Advance(TimeSpan.FromSeconds(1));
        }
        const string Folder = "siem/1password/events/source=1password/feed=auditevents/account=Agile%20Bits";
        Assert.That(EventsReader.Keys(container.Objects.Keys), Is.EqualTo(new[]
        {
            $"{Folder}/dt=2026-11-27/hour=23/auditevents-000000000003.ndjson.gz", $"{Folder}/dt=2026-11-28/hour=00/auditevents-000000000004.ndjson.gz",
        }));
    }

    [Test]
    [Description("The clock of the machine that takes over is two hours late.")]
    public async Task Partition_is_never_earlier_than_that_of_the_page_before()
    {
        await using var followed = await Followed.StartAsync(events: 20);
        var container = new MemoryContainer();
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 27, 10, 0, 0, TimeSpan.Zero));
        await using var first = new ObjectEventStore(container.Client(), new() { Clock = clock });
        await using (var pages = followed.Feed.FollowRawAsync(first, Followed.Options()).GetAsyncEnumerator())
        {
            await pages.MoveNextAsync();
            await first.StoreAsync(pages.Current);
        }
        var late = new FakeTimeProvider(new DateTimeOffset(2026, 11, 27, 8, 0, 0, TimeSpan.Zero));
        await using var second = new ObjectEventStore(container.Client(), new() { Clock = late });
        await followed.StoreAllAsync(second);

        Assert.That(EventsReader.Keys(container.Objects.Keys), Has.Count.EqualTo(2).And.All.Contains("/hour=10/"));
    }

    [Test]
    public async Task Account_of_the_token_is_a_part_of_the_keys()
    {
        await using var followed = await Followed.StartAsync(events: 1);
        var container = new MemoryContainer();
        await followed.StoreAllAsync(container);
        await using var store = new ObjectEventStore(container);
        var account = (await store.LoadAsync("auditevents"))!.AccountUuid;
        Assert.That(account, Is.Not.Null);
        Assert.That(EventsReader.Keys(container.Objects.Keys).Single(), Does.Contain($"/account={account}/dt="));
    }

    [Test]
    [Description("The server sends events again after a rejected cursor. Their uuids come from the chain.")]
    public async Task Event_that_the_server_repeats_is_stored_once()
    {
        await using var followed = await Followed.StartAsync();
        var container = new MemoryContainer();
        await followed.StoreAllAsync(container);
        followed.Emulator.Inject(new Fault { Status = 400, Body = """{"Error":{"Message":"invalid cursor"}}""" });
        await using var store = new ObjectEventStore(container.Client());
        var options = Followed.Options();
        (options.OnCursorRejected, options.Overlap) = (CursorRejectedAction.Restart, TimeSpan.FromDays(100));
        await followed.Feed.FollowRawAsync(store, store.StoreAsync, options);
        Assert.That((await store.LoadAsync("auditevents"))!.Duplicates, Is.EqualTo(60));
        followed.AssertComplete(container);
    }

    [Test]
    [Description("A program that loads the events elsewhere deletes the objects that it has read.")]
    public async Task Events_can_be_deleted_once_they_are_stored()
    {
        await using var followed = await Followed.StartAsync(events: 20);
        var container = new MemoryContainer();
        await followed.StoreAllAsync(container);
        foreach (var key in EventsReader.Keys(container.Objects.Keys))
            container.Delete(key);
        followed.Emulator.Append(
            EmulatorFeed.AuditEvents, Encoding.UTF8.GetBytes("""{"uuid":"LATER","timestamp":"2035-03-14T09:26:53Z"}"""));

        await followed.StoreAllAsync(container.Client());

        var lines = EventsReader.Keys(container.Objects.Keys).SelectMany(key => EventsReader.Lines(container.Objects[key].Content));
        Assert.That(lines.Select(Encoding.UTF8.GetString).Single(), Does.Contain("LATER"));
    }

    [Test]
    [Description("A writer ends before it stores its last page. A program has deleted the objects that it has read.")]
    public async Task Deleted_events_before_a_page_that_was_given_up_are_not_stored_again()
    {
        await using var followed = await Followed.StartAsync();
        var container = new MemoryContainer();
        var first = container.Client();
        first.Before = (_, request) =>
            request.StartsWith("create events/", StringComparison.Ordinal) && EventsReader.Keys(container.Objects.Keys).Count == 3
                ? throw new IOException() : Task.CompletedTask;
        await using var store = new ObjectEventStore(first);
        Assert.That(async () => await followed.StoreAllAsync(store), Throws.InstanceOf<IOException>());
        foreach (var key in EventsReader.Keys(container.Objects.Keys))
            container.Delete(key);

        await using var next = new ObjectEventStore(container.Client());
        Assert.That((await next.LoadAsync("auditevents"))!.Events, Is.EqualTo(30));
        await followed.StoreAllAsync(next);

        var lines = EventsReader.Keys(container.Objects.Keys).SelectMany(key => EventsReader.Lines(container.Objects[key].Content));
        Assert.That(lines.Count(), Is.EqualTo(30));
    }

    [Test]
    public async Task Page_without_its_events_is_given_up_with_an_object_without_lines()
    {
        await using var followed = await Followed.StartAsync(events: 4);
        var container = new MemoryContainer();
        var first = container.Client();
        first.Before = (_, description) =>
            description.StartsWith("create events/", StringComparison.Ordinal) ? throw new IOException() : Task.CompletedTask;
        Assert.That(async () => await followed.StoreAllAsync(first), Throws.InstanceOf<IOException>());
        await followed.StoreAllAsync(container.Client());

        Assert.That(
            EventsReader.Keys(container.Objects.Keys).Select(key => EventsReader.Lines(container.Objects[key].Content).Count),
            Is.EqualTo(new[] { 0, 4 }));
        followed.AssertComplete(container);
    }

    [Test]
    [Description("An immutability policy, for example.")]
    public async Task Page_is_stored_although_the_latest_position_cannot_be_replaced()
    {
        await using var followed = await Followed.StartAsync();
        var container = new MemoryContainer();
        container.Before = (_, request) => request.StartsWith("replace ", StringComparison.Ordinal)
            ? throw new ObjectStorageException("The object is immutable.", 409) : Task.CompletedTask;
        await using var store = new ObjectEventStore(container);
        await followed.StoreAllAsync(store);

        followed.AssertComplete(container);
        await using var next = new ObjectEventStore(container.Client());
        Assert.That((await next.LoadAsync("auditevents"))!.Events, Is.EqualTo(60));
    }

    [Test]
    public async Task Followers_of_one_feed_write_different_objects()
    {
        await using var followed = await Followed.StartAsync(events: 20);
        var container = new MemoryContainer();
        await using var store = new ObjectEventStore(container, new() { Clock = new FakeTimeProvider() });
        await followed.StoreAllAsync(store);
        var options = Followed.Options(pageSize: 5);
        options.Name = "second";
        await followed.Feed.FollowRawAsync(store, store.StoreAsync, options);

        var keys = EventsReader.Keys(container.Objects.Keys);
        Assert.That(keys.Count(key => key.Contains("/auditevents-", StringComparison.Ordinal)), Is.EqualTo(2));
        Assert.That(keys.Count(key => key.Contains("/second-", StringComparison.Ordinal)), Is.EqualTo(4));
    }

    [Test]
    [Description("A chain was deleted, and a new one writes the same numbers in the same hour.")]
    public async Task Object_of_another_writer_does_not_stop_the_follower()
    {
        await using var followed = await Followed.StartAsync(events: 20);
        var container = new MemoryContainer();
        var clock = new FakeTimeProvider();
        await using (var store = new ObjectEventStore(container, new() { Clock = clock }))
            await followed.StoreAllAsync(store, pageSize: 20);
        foreach (var key in container.Objects.Keys.Where(key => key.StartsWith("chain/auditevents/", StringComparison.Ordinal)))
            container.Delete(key);

        await using var next = new ObjectEventStore(container, new() { Clock = clock });
        Assert.That(
            () => followed.StoreAllAsync(next),
            Throws.InstanceOf<ObjectStorageException>().With.Message.Contains("Follow again"));
        await followed.StoreAllAsync(next);

        Assert.That((await next.LoadAsync("auditevents"))!.Events, Is.EqualTo(20));
        Assert.That(EventsReader.Keys(container.Objects.Keys), Has.Count.EqualTo(3));
    }

    [Test]
    [Description("Each account has followers with the same names.")]
    public async Task Accounts_of_one_bucket_have_chains_of_their_own()
    {
        await using var followed = await Followed.StartAsync(events: 20);
        var container = new MemoryContainer();
        await using var first = new ObjectEventStore(container, new() { Account = "a" });
        await using var second = new ObjectEventStore(container, new() { Account = "b" });
        await followed.StoreAllAsync(first);
        await followed.StoreAllAsync(second);

        Assert.That(await first.LoadAsync("auditevents"), Is.Not.Null, "the second account has not taken the feed of the first");
        Assert.That(container.Objects.Keys, Has.Member("chain/a/auditevents/latest.json").And.Member("chain/b/auditevents/latest.json"));
        Assert.That(EventsReader.Keys(container.Objects.Keys), Has.Count.EqualTo(4));
    }

    [TestCase("/a")]
    [TestCase("a//b")]
    [TestCase("a b")]
    [TestCase("../a")]
    [TestCase("a/..")]
    [TestCase("a/./b")]
    [TestCase("a?")]
    public void Invalid_prefix_is_rejected(string prefix) =>
        Assert.That(() => new ObjectEventStore(new MemoryContainer(), new() { Prefix = prefix }), Throws.ArgumentException);
}
