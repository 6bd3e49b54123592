using System.Text;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.ObjectStorage.Tests;

/// <summary>A layout divides a page into several objects.</summary>
public sealed class ObjectLayoutTests
{
    [Test]
    public async Task Page_is_stored_in_the_objects_of_its_parts()
    {
        await using var followed = await Followed.StartAsync(events: 20);
        var (container, layout) = (new MemoryContainer(), new ThreeObjects());
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 27, 10, 0, 0, TimeSpan.Zero));
        await using var store = new ObjectEventStore(container, new() { Account = "acme", Layout = layout, Clock = clock });
        await followed.StoreAllAsync(store);

        var keys = EventsReader.Keys(container.Objects.Keys);
        Assert.That(keys.Select(key => EventsReader.Lines(container.Objects[key].Content).Count), Is.EqualTo(new[] { 4, 4, 2, 4, 4, 2 }));
        Assert.That(keys[1], Does.Match(@"\Aevents/source=1password/part=1/acme-auditevents-000000000003-001-[0-9a-f]{16}\.ndjson\.gz\z"));
        followed.AssertComplete(container);
        var origin = layout.Origins.First();
        Assert.That((origin.Feed, origin.ApiVersion, origin.Account, origin.ReadAt), Is.EqualTo(("auditevents", "v2", "acme", clock.GetUtcNow())));
        var account = (await store.ReadAsync("auditevents"))!.AccountUuid;
        Assert.That((origin.Host, origin.AccountUuid), Is.EqualTo((followed.Emulator.BaseAddress.Authority, account)));
    }

    [Test]
    public async Task Container_of_an_object_needs_creates_only()
    {
        await using var followed = await Followed.StartAsync();
        var (container, second) = (new MemoryContainer(), new MemoryContainer());
        await followed.StoreAllAsync(container, layout: new ThreeObjects(second));

        Assert.That(EventsReader.Keys(second.Objects.Keys), Has.Count.EqualTo(6));
        Assert.That(second.Log, Has.All.StartsWith("create events/source=1password/part=1/"));
        Assert.That(EventsReader.Keys(container.Objects.Keys), Has.Count.EqualTo(12).And.None.Contains("/part=1/"));
    }

    [Test]
    [Description("The events are then in the objects that readers see, and nowhere else.")]
    public async Task Archive_of_a_published_page_is_empty()
    {
        await using var followed = await Followed.StartAsync(events: 30);
        var container = new MemoryContainer();
        await followed.StoreAllAsync(container, layout: new ThreeObjects());

        var archives = container.Objects.Where(one => one.Key.EndsWith(".zip", StringComparison.Ordinal)).ToList();
        Assert.That(archives, Has.Count.EqualTo(3));
        Assert.That(archives.Select(one => one.Value.Content.Length), Has.All.Zero);
    }

    [TestCase(true)]
    [TestCase(false)]
    [Description("Nothing identifies these events: their uuid is empty, and the follower remembers none.")]
    public async Task Events_that_cannot_be_identified_are_stored_once_whatever_request_fails(bool hasEffect)
    {
        await using var followed = await Followed.StartAsync(events: 0);
        for (var i = 0; i < 8; i++)
            followed.Emulator.Append(EmulatorFeed.AuditEvents, Encoding.UTF8.GetBytes($$"""{"uuid":"","timestamp":"2035-03-14T09:26:5{{i / 2}}Z"}"""));
        var options = Followed.Options(pageSize: 4);
        options.DuplicateWindow = 0;
        for (var last = 1; true; last++)
        {
            var container = new MemoryContainer();
            var failing = container.Client();
            failing.At(hasEffect, number => number >= last ? throw new IOException("The process ends here.") : Task.CompletedTask);
            await using var first = new ObjectEventStore(failing, new() { Layout = new ThreeObjects() });
            var isComplete = true;
            try
            {
                await StoreAllAsync(followed, first, options);
            }
            catch (IOException)
            {
                isComplete = false;
            }
            await using var second = new ObjectEventStore(container.Client(), new() { Layout = new ThreeObjects() });
            await StoreAllAsync(followed, second, options);

            followed.AssertComplete(container);
            var checkpoint = (await second.ReadAsync("auditevents"))!;
            Assert.That((checkpoint.Events, checkpoint.Pages, checkpoint.Duplicates), Is.EqualTo((8, 2, 0)));
            if (isComplete)
                return;
        }
    }

    [Test]
    public async Task Page_of_a_process_that_ended_is_committed_and_published_by_the_next_load()
    {
        await using var followed = await Followed.StartAsync(events: 10);
        var container = await InterruptedAsync(followed);
        Assert.That(EventsReader.Keys(container.Objects.Keys), Has.Count.EqualTo(1));
        await using var store = new ObjectEventStore(container.Client(), new() { Layout = new ThreeObjects() });
        Assert.That((await store.ReadAsync("auditevents"))!.Events, Is.EqualTo(10), "the entry commits the page");

        Assert.That((await store.LoadAsync("auditevents"))!.Events, Is.EqualTo(10));
        followed.AssertComplete(container);
    }

    [Test]
    public async Task Store_without_the_layout_does_not_publish_the_last_page_elsewhere()
    {
        await using var followed = await Followed.StartAsync(events: 10);
        var container = await InterruptedAsync(followed);
        await using var store = new ObjectEventStore(container.Client());
        Assert.That(
            async () => await store.LoadAsync("auditevents"),
            Throws.InstanceOf<ObjectStorageException>().With.Message.Contains("Start once with the previous Layout"));

        await followed.StoreAllAsync(container.Client(), layout: new ThreeObjects());
        Assert.That((await store.LoadAsync("auditevents"))!.Events, Is.EqualTo(10));
    }

    [TestCase(null, "was deleted")]
    [TestCase("not an archive", "was changed")]
    public async Task Lost_archive_is_reported(string? content, string problem)
    {
        await using var followed = await Followed.StartAsync(events: 10);
        var container = await InterruptedAsync(followed);
        var archive = container.Objects.Keys.Single(key => key.EndsWith(".zip", StringComparison.Ordinal));
        if (content is null)
            container.Delete(archive);
        else
            await container.ReplaceAsync(archive, Encoding.UTF8.GetBytes(content));
        await using var store = new ObjectEventStore(container.Client(), new() { Layout = new ThreeObjects() });
        var failure = Assert.ThrowsAsync<CheckpointException>(async () => await store.LoadAsync("auditevents"));
        Assert.That(failure!.Reason, Is.EqualTo(CheckpointFailure.Corrupt));
        Assert.That(failure.Message, Is.EqualTo($"The object '{archive}' {problem}. Restore it, or use another prefix."));
    }

    [Test]
    public async Task Follower_continues_after_a_change_of_the_layout()
    {
        await using var followed = await Followed.StartAsync(events: 30);
        var container = new MemoryContainer();
        foreach (var layout in new[] { null, new ThreeObjects(), null })
        {
            await using var store = new ObjectEventStore(container.Client(), new() { Layout = layout });
            await foreach (var page in followed.Feed.FollowRawAsync(store, Followed.Options()))
            {
                await store.StoreAsync(page);
                break;
            }
        }
        Assert.That(EventsReader.Keys(container.Objects.Keys), Has.Count.EqualTo(5));
        var lines = EventsReader.Keys(container.Objects.Keys).SelectMany(key => EventsReader.Lines(container.Objects[key].Content));
        Assert.That(
            lines.Select(Encoding.UTF8.GetString),
            Is.EquivalentTo(followed.Emulator.ReadAll(EmulatorFeed.AuditEvents, EmulatorApi.V2).Select(one => Encoding.UTF8.GetString(one.Span))));
    }

    [Test]
    public async Task Layout_that_loses_an_event_is_rejected_before_anything_is_stored()
    {
        await using var followed = await Followed.StartAsync(events: 10);
        var container = new MemoryContainer();
        Assert.That(
            async () => await followed.StoreAllAsync(container, layout: new Losing()),
            Throws.InvalidOperationException.With.Message.Contains("10 events into parts of 9"));
        Assert.That(container.Objects.Keys, Has.None.EndsWith(".zip").And.None.Contains("lost/"));
    }

    [Test]
    public void Format_and_layout_exclude_each_other() => Assert.That(
        () => new ObjectEventStore(new MemoryContainer(), new() { Format = new AnotherFormat(), Layout = new ThreeObjects() }),
        Throws.ArgumentException.With.Message.Contains("Format or Layout"));

    [TestCase("")]
    [TestCase("/a")]
    [TestCase("a b/")]
    [TestCase("a/../b/")]
    public void Invalid_folder_is_rejected(string folder) => Assert.That(
        () => new ObjectPart(folder, ObjectFormat.Ndjson, [RawEvent.Parse("{}"u8.ToArray())]), Throws.ArgumentException);

    [Test]
    public void Part_without_events_is_rejected() =>
        Assert.That(() => new ObjectPart("a/", ObjectFormat.Ndjson, []), Throws.ArgumentException);

    private static async Task StoreAllAsync(Followed followed, ObjectEventStore store, FollowOptions options)
    {
        await foreach (var page in followed.Feed.FollowRawAsync(store, options))
            await store.StoreAsync(page);
    }

    // The process ends after it has stored the first object of the page.
    private static async Task<MemoryContainer> InterruptedAsync(Followed followed)
    {
        var container = new MemoryContainer();
        var first = container.Client();
        first.Before = (_, request) => request.Contains("/part=1/", StringComparison.Ordinal) ? throw new IOException() : Task.CompletedTask;
        Assert.That(async () => await followed.StoreAllAsync(first, layout: new ThreeObjects()), Throws.InstanceOf<IOException>());
        return container;
    }

    private sealed class Losing : ObjectLayout
    {
        public override IReadOnlyList<ObjectPart> Divide(IReadOnlyList<RawEvent> events, EventOrigin origin) =>
            [new ObjectPart("lost", ObjectFormat.Ndjson, [.. events.Skip(1)])];
    }

    private sealed class AnotherFormat : ObjectFormat
    {
        public override string Extension => "none";

        public override ValueTask<byte[]> EncodeAsync(IReadOnlyList<RawEvent> events, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Array.Empty<byte>());
    }
}
