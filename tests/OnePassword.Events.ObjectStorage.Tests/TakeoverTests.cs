namespace OnePassword.Events.ObjectStorage.Tests;

/// <summary>Two processes write.</summary>
[TestFixture(1)]
[TestFixture(3)]
public sealed class TakeoverTests(int objectsPerPage)
{
    private const int Events = 12;
    private const int PageSize = 4;

    private readonly ObjectLayout? _layout = ThreeObjects.For(objectsPerPage);

    [TestCase(true)]
    [TestCase(false)]
    [Description("The first process is frozen at a request. The second one follows to the end. Then the first one continues.")]
    public async Task Process_that_was_frozen_at_any_request_is_rejected_when_it_continues(bool hasEffect)
    {
        await using var followed = await Followed.StartAsync(Events);
        for (var frozenAt = 1; true; frozenAt++)
        {
            var container = new MemoryContainer();
            var first = container.Client();
            var isTaken = false;
            async Task FreezeAsync(int number)
            {
                if (number != frozenAt)
                    return;
                isTaken = true;
                await followed.StoreAllAsync(container.Client(), PageSize, _layout);
            }
            first.At(hasEffect, FreezeAsync);
            await using var store = Store(first);
            var failure = await FailureAsync(() => followed.StoreAllAsync(store, PageSize));

            followed.AssertComplete(container);
            if (!isTaken)
            {
                Assert.That(failure, Is.Null);
                return;
            }
            if (failure is not null)
                Assert.That(failure.Reason, Is.EqualTo(CheckpointFailure.TakenOver));
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    [Description("The second process takes the feed at any request of the first, which continues at once.")]
    public async Task Two_processes_that_take_the_feed_at_any_request_store_each_event_once(bool hasEffect)
    {
        await using var followed = await Followed.StartAsync(Events);
        for (var takenAt = 1; true; takenAt++)
        {
            var container = new MemoryContainer();
            var first = container.Client();
            await using var second = Store(container.Client());
            async Task TakeAsync(int number)
            {
                if (number == takenAt)
                    _ = await second.LoadAsync("auditevents");
            }
            first.At(hasEffect, TakeAsync);
            await using var store = Store(first);
            _ = await FailureAsync(() => followed.StoreAllAsync(store, PageSize));
            _ = await FailureAsync(() => followed.StoreAllAsync(second, PageSize));
            await followed.StoreAllAsync(container.Client(), PageSize, _layout);

            followed.AssertComplete(container);
            if (first.Requests < takenAt)
                return;
        }
    }

    [Test]
    public async Task Write_of_a_process_whose_feed_was_taken_is_rejected()
    {
        await using var followed = await Followed.StartAsync();
        var container = new MemoryContainer();
        await using var first = Store(container.Client());
        await using var pages = followed.Feed.FollowRawAsync(first, Followed.Options()).GetAsyncEnumerator();
        await pages.MoveNextAsync();

        await followed.StoreAllAsync(container.Client(), layout: _layout);

        var failure = Assert.ThrowsAsync<CheckpointException>(() => first.StoreAsync(pages.Current));
        Assert.That(failure!.Reason, Is.EqualTo(CheckpointFailure.TakenOver));
        followed.AssertComplete(container);
    }

    [Test]
    [Description("The first attempt finds that the feed was taken. The page is outdated, and the second attempt must not take the feed back.")]
    public async Task Second_attempt_of_a_process_whose_feed_was_taken_is_rejected_until_it_loads()
    {
        await using var followed = await Followed.StartAsync();
        var container = new MemoryContainer();
        await using var first = Store(container.Client());
        await using var pages = followed.Feed.FollowRawAsync(first, Followed.Options()).GetAsyncEnumerator();
        await pages.MoveNextAsync();
        await followed.StoreAllAsync(container.Client(), layout: _layout);

        for (var attempt = 0; attempt < 3; attempt++)
        {
            var failure = Assert.ThrowsAsync<CheckpointException>(() => first.StoreAsync(pages.Current));
            Assert.That(failure!.Reason, Is.EqualTo(CheckpointFailure.TakenOver));
            Assert.That(failure.Message, Does.EndWith("Do not store that page elsewhere."));
        }
        followed.AssertComplete(container);

        Assert.That((await first.LoadAsync("auditevents"))!.Events, Is.EqualTo(60));
        Assert.ThrowsAsync<CheckpointException>(() => first.StoreAsync(pages.Current), "the page is still outdated");
        followed.AssertComplete(container);
    }

    [Test]
    public async Task Page_is_rejected_after_the_store_was_disposed()
    {
        await using var followed = await Followed.StartAsync();
        var container = new MemoryContainer();
        await using var store = Store(container.Client());
        await using var pages = followed.Feed.FollowRawAsync(store, Followed.Options()).GetAsyncEnumerator();
        await pages.MoveNextAsync();
        await followed.StoreAllAsync(container.Client(), layout: _layout);
        await store.DisposeAsync();

        Assert.ThrowsAsync<ObjectDisposedException>(() => store.StoreAsync(pages.Current));
        Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.LoadAsync("auditevents"));
        followed.AssertComplete(container);
    }

    [Test]
    [Description("A program loads the checkpoint to show it, while its follower stores a page.")]
    public async Task Concurrent_load_of_the_same_store_does_not_end_its_follower()
    {
        await using var followed = await Followed.StartAsync();
        var container = new MemoryContainer();
        await using var store = Store(container);
        var (loads, started) = (new List<Task>(), new HashSet<string>(StringComparer.Ordinal));
        container.Before = (_, description) =>
        {
            if ((description.StartsWith("create events/", StringComparison.Ordinal)
                || description.EndsWith("condition-test", StringComparison.Ordinal)) && started.Add(description))
                loads.Add(store.LoadAsync("auditevents").AsTask());
            return Task.CompletedTask;
        };
        await followed.StoreAllAsync(store);

        await Task.WhenAll(loads);
        Assert.That(loads, Has.Count.EqualTo(1 + (6 * objectsPerPage)), "one for the first load, and one per object");
        followed.AssertComplete(container);
        Assert.That(EventsReader.Keys(container.Objects.Keys), Has.Count.EqualTo(6 * objectsPerPage), "no page was given up");
    }

    [Test]
    public async Task Following_ends_when_another_process_takes_over()
    {
        await using var followed = await Followed.StartAsync();
        var container = new MemoryContainer();
        await using var first = Store(container.Client());
        var failure = Assert.ThrowsAsync<CheckpointException>(() => followed.Feed.FollowRawAsync(first, async (page, token) =>
        {
            if (page.Checkpoint.Events == 30)
                await followed.StoreAllAsync(container.Client(), layout: _layout);
            await first.StoreAsync(page, token);
        }, Followed.Options()));

        Assert.That(failure!.Reason, Is.EqualTo(CheckpointFailure.TakenOver));
        followed.AssertComplete(container);
    }

    [Test]
    public async Task Replaced_process_can_take_the_feed_back()
    {
        await using var followed = await Followed.StartAsync();
        var container = new MemoryContainer();
        await using var first = Store(container.Client());
        await using var second = Store(container.Client());
        await StoreOnePageAsync(followed, first);
        for (var turn = 0; turn < 5; turn++)
        {
            var (replacing, replaced) = turn % 2 == 0 ? (second, first) : (first, second);
            await StoreOnePageAsync(followed, replacing);
            Assert.ThrowsAsync<CheckpointException>(async () => await replaced.LoadAsync("auditevents"));
        }
        followed.AssertComplete(container);
    }

    [Test]
    public async Task Cursor_of_a_replaced_process_is_rejected()
    {
        await using var followed = await Followed.StartAsync(events: 20);
        var container = new MemoryContainer();
        await using var first = Store(container.Client());
        await StoreOnePageAsync(followed, first);
        var old = (await first.LoadAsync("auditevents"))!;
        await followed.StoreAllAsync(container.Client(), layout: _layout);

        var failure = Assert.ThrowsAsync<CheckpointException>(
            async () => await first.SaveAsync("auditevents", old with { Cursor = "old" }));
        Assert.That(failure!.Reason, Is.EqualTo(CheckpointFailure.TakenOver));
    }

    [Test]
    public async Task Cursor_of_a_replaced_process_that_arrives_late_has_no_effect()
    {
        await using var followed = await Followed.StartAsync(events: 20);
        var container = new MemoryContainer();
        var slow = container.Client();
        await using var first = Store(slow);
        await StoreOnePageAsync(followed, first);
        var old = (await first.LoadAsync("auditevents"))!;
        slow.Before = (_, description) => description.StartsWith("replace ", StringComparison.Ordinal)
            ? followed.StoreAllAsync(container.Client(), layout: _layout) : Task.CompletedTask;

        await first.SaveAsync("auditevents", old with { Cursor = "old" });

        await using var next = Store(container.Client());
        Assert.That((await next.LoadAsync("auditevents"))!.Cursor, Is.Not.EqualTo("old"));
        followed.AssertComplete(container);
    }

    private ObjectEventStore Store(IObjectContainer container) => new(container, new() { Layout = _layout });

    private static async Task StoreOnePageAsync(Followed followed, ObjectEventStore store)
    {
        await foreach (var page in followed.Feed.FollowRawAsync(store, Followed.Options()))
        {
            await store.StoreAsync(page);
            return;
        }
    }

    private static async Task<CheckpointException?> FailureAsync(Func<Task> run)
    {
        try
        {
            await run();
            return null;
        }
        catch (CheckpointException e)
        {
            return e;
        }
    }
}
