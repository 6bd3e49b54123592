namespace OnePassword.Events.ObjectStorage.Tests;

/// <summary>A process reads a checkpoint while another one follows.</summary>
public sealed class ReadTests
{
    [TestCase(true)]
    [TestCase(false)]
    [Description("The checkpoint is read at each request of the follower, before or after its effect.")]
    public async Task Reading_a_checkpoint_returns_the_last_stored_page_and_does_not_affect_the_follower(bool hasEffect)
    {
        await using var followed = await Followed.StartAsync(events: 12);
        var container = new MemoryContainer();
        var (first, second) = (container.Client(), container.Client());
        await using var reader = new ObjectEventStore(second);
        var read = new List<(long Read, int Stored)>();
        first.At(hasEffect, async _ => read.Add(((await reader.ReadAsync("auditevents"))?.Events ?? 0, StoredEvents(container))));

        await followed.StoreAllAsync(first, pageSize: 4);

        followed.AssertComplete(container);
        Assert.That(read.Select(one => one.Read), Is.EqualTo(read.Select(one => (long)one.Stored)));
        Assert.That(read.Select(one => one.Read).Distinct(), Is.SupersetOf(new[] { 0L, 4, 8 }));
        Assert.That(second.Log, Has.None.StartsWith("create").And.None.StartsWith("replace"));
    }

    [Test]
    public async Task Read_checkpoint_equals_the_loaded_one()
    {
        await using var followed = await Followed.StartAsync();
        var container = new MemoryContainer();
        await followed.StoreAllAsync(container);
        await using var store = new ObjectEventStore(container.Client());

        var read = await store.ReadAsync("AuditEvents");

        var loaded = await store.LoadAsync("auditevents");
        Assert.That(read!.ToJson(), Is.EqualTo(loaded!.ToJson()));
        Assert.That(read.RecentUuids, Has.Count.EqualTo(60));
    }

    [Test]
    [Description("A writer ended before it stored its last page.")]
    public async Task Page_without_its_events_is_not_given_up_by_a_read()
    {
        await using var followed = await Followed.StartAsync(events: 8);
        var container = new MemoryContainer();
        var first = container.Client();
        first.Before = (_, request) =>
            request.StartsWith("create events/", StringComparison.Ordinal) && StoredEvents(container) == 4
                ? throw new IOException() : Task.CompletedTask;
        await using var store = new ObjectEventStore(first);
        Assert.That(async () => await followed.StoreAllAsync(store, pageSize: 4), Throws.InstanceOf<IOException>());
        var before = container.Objects.Count;

        await using var reader = new ObjectEventStore(container.Client());
        Assert.That((await reader.ReadAsync("auditevents"))!.Events, Is.EqualTo(4));
        Assert.That(container.Objects, Has.Count.EqualTo(before));
    }

    [Test]
    public async Task Feed_without_a_checkpoint_is_null_and_creates_no_object()
    {
        var container = new MemoryContainer();
        await using var store = new ObjectEventStore(container);
        Assert.That(await store.ReadAsync("auditevents"), Is.Null);
        Assert.That(container.Objects, Is.Empty);
    }

    [Test]
    public async Task Checkpoint_cannot_be_read_after_the_store_was_disposed()
    {
        var store = new ObjectEventStore(new MemoryContainer());
        await store.DisposeAsync();
        Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.ReadAsync("auditevents"));
    }

    private static int StoredEvents(MemoryContainer container) =>
        EventsReader.Keys(container.Objects.Keys).Sum(key => EventsReader.Lines(container.Objects[key].Content).Count);
}
