using System.Globalization;

namespace OnePassword.Events.ObjectStorage.Tests.Chain;

/// <summary>The chain of a follower.</summary>
public sealed class FollowerChainTests
{
    [Test]
    public async Task Polls_without_events_create_no_object()
    {
        await using var followed = await Followed.StartAsync(events: 20);
        var container = new MemoryContainer();
        await followed.StoreAllAsync(container);
        await using var store = new ObjectEventStore(container.Client());
        var checkpoint = (await store.LoadAsync("auditevents"))!;
        await store.SaveAsync("auditevents", checkpoint); // The first write of an owner is an entry.
        var before = container.Objects.Count;

        for (var poll = 0; poll < 100; poll++)
        {
            checkpoint = checkpoint with
            {
                Cursor = poll.ToString(CultureInfo.InvariantCulture),
                SavedAt = checkpoint.SavedAt.AddMinutes(1),
                Duplicates = poll,
            };
            await store.SaveAsync("auditevents", checkpoint);
        }

        Assert.That(container.Objects, Has.Count.EqualTo(before));
        await using var next = new ObjectEventStore(container.Client());
        var loaded = (await next.LoadAsync("auditevents"))!;
        Assert.That((loaded.Cursor, loaded.Duplicates), Is.EqualTo(("99", 99)));
    }

    [Test]
    [Description("`state set --cursor` was undone by a write of the previous process that arrived late.")]
    public async Task Late_write_of_the_previous_owner_does_not_undo_a_changed_cursor()
    {
        await using var followed = await Followed.StartAsync(events: 20);
        var container = new MemoryContainer();
        await followed.StoreAllAsync(container);
        const string Latest = "chain/auditevents/latest.json";
        var previous = container.Objects[Latest].Content;
        await using var store = new ObjectEventStore(container.Client());
        var checkpoint = (await store.LoadAsync("auditevents"))!;
        await store.SaveAsync("auditevents", checkpoint with { Cursor = "changed" });

        await container.ReplaceAsync(Latest, previous);

        await using var next = new ObjectEventStore(container.Client());
        Assert.That((await next.LoadAsync("auditevents"))!.Cursor, Is.EqualTo("changed"));
    }

    [Test]
    public async Task Uuids_of_the_latest_events_are_loaded_but_not_stored_with_each_page()
    {
        await using var followed = await Followed.StartAsync(events: 200);
        var container = new MemoryContainer();
        await using var store = new ObjectEventStore(container);
        IReadOnlyList<string> uuids = [];
        await foreach (var page in followed.Feed.FollowRawAsync(store, Followed.Options(pageSize: 4)))
        {
            await store.StoreAsync(page);
            uuids = page.Checkpoint.RecentUuids;
        }
        await using var next = new ObjectEventStore(container.Client());
        Assert.That((await next.LoadAsync("auditevents"))!.RecentUuids, Is.EqualTo(uuids));
        Assert.That(uuids, Has.Count.EqualTo(200));
        Assert.That(
            container.Objects.Where(one => one.Key.EndsWith(".json.gz", StringComparison.Ordinal))
                .Count(one => one.Value.Content.Length > 2_000),
            Is.LessThan(5), "entries with all uuids");
    }

    [Test]
    public async Task State_is_loaded_and_does_not_wait_for_a_page()
    {
        await using var followed = await Followed.StartAsync(events: 10);
        var container = new MemoryContainer();
        await using var store = new ObjectEventStore(container);
        await foreach (var page in followed.Feed.FollowRawAsync(store, Followed.Options()))
        {
            await page.SaveStateAsync("before");
            break;
        }
        await using var next = new ObjectEventStore(container.Client());
        var loaded = (await next.LoadAsync("auditevents"))!;
        Assert.That((loaded.State, loaded.Events), Is.EqualTo(("before", 0)));
    }

    [Test]
    public async Task Last_entry_of_a_long_chain_is_found_with_few_requests()
    {
        await using var followed = await Followed.StartAsync(events: 300);
        var container = new MemoryContainer();
        await followed.StoreAllAsync(container, pageSize: 1);
        container.Delete("chain/auditevents/latest.json");
        var client = container.Client();
        await using var store = new ObjectEventStore(client);
        Assert.That((await store.LoadAsync("auditevents"))!.Events, Is.EqualTo(300));
        Assert.That(client.Log.Count(one => one.StartsWith("head chain", StringComparison.Ordinal)), Is.LessThan(20));
    }

    [Test]
    public async Task Storage_that_ignores_the_condition_of_a_create_is_not_used()
    {
        await using var store = new ObjectEventStore(new MemoryContainer { IgnoresConditions = true });
        Assert.That(
            async () => await store.LoadAsync("auditevents"),
            Throws.InstanceOf<ObjectStorageException>().With.Message.Contains("supports conditional writes"));
    }

    [Test]
    public async Task Deleted_entry_of_the_chain_is_not_taken_for_a_new_feed()
    {
        await using var followed = await Followed.StartAsync(events: 20);
        var container = new MemoryContainer();
        await followed.StoreAllAsync(container);
        foreach (var key in container.Objects.Keys.Where(key => key.EndsWith(".json.gz", StringComparison.Ordinal)).ToList())
            container.Delete(key);
        await using var store = new ObjectEventStore(container.Client());
        var failure = Assert.ThrowsAsync<CheckpointException>(async () => await store.LoadAsync("auditevents"));
        Assert.That(failure!.Reason, Is.EqualTo(CheckpointFailure.Corrupt));
    }
}
