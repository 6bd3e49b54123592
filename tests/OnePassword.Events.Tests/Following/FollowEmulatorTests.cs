using System.Text;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Following;

/// <summary>Following a running API, typed and raw, in both versions.</summary>
public sealed class FollowEmulatorTests
{
    private static readonly FollowOptions Options = new() { Start = EventQuery.Since(TimeSpan.FromDays(2), pageSize: 30), StopWhenCaughtUp = true };

    [Test]
    public async Task Every_typed_event_is_delivered_in_both_versions()
    {
        await using var rig = await EmulatorFixture.StartAsync();
        var (v1, v2) = (rig.Client.V1, rig.Client);
        await AssertAllAsync(v2.AuditEvents, @event => @event.Uuid);
        await AssertAllAsync(v2.ItemUsages, @event => @event.Uuid);
        await AssertAllAsync(v2.SignInAttempts, @event => @event.Uuid);
        await AssertAllAsync(v1.AuditEvents, @event => @event.Uuid);
        await AssertAllAsync(v1.ItemUsages, @event => @event.Uuid);
        await AssertAllAsync(v1.SignInAttempts, @event => @event.Uuid);

        static async Task AssertAllAsync<T>(IEventFeed<T> feed, Func<T, string?> uuid)
        {
            var pages = await feed.FollowAsync(new MemoryCheckpointStore(), Options).ToListAsync();
            Assert.That(pages.SelectMany(page => page.Items).Select(uuid), Is.Unique.And.All.Not.Null.And.Exactly(200).Items);
            Assert.That(pages[^1].HasMore, Is.False);
            Assert.That(pages[^1].Checkpoint.LastEventTime, Is.Not.Null);
        }
    }

    [Test]
    public async Task Every_raw_event_is_delivered_unchanged_through_restarts_at_any_page()
    {
        await using var rig = await EmulatorFixture.StartAsync();
        foreach (var (feed, kind, api) in new[]
        {
            (rig.Client.Feeds[0], EmulatorFeed.AuditEvents, EmulatorApi.V2), (rig.Client.Feeds[1], EmulatorFeed.ItemUsages, EmulatorApi.V2), (rig.Client.V1.Feeds[2], EmulatorFeed.SignInAttempts, EmulatorApi.V1),
        })
        {
            var store = new MemoryCheckpointStore();
            var safe = new List<string>();
            while (safe.Count < 200)
            {
                // One page is committed, and the one after it is not.
                var started = 0;
                await foreach (var page in feed.FollowRawAsync(store, Options))
                {
                    if (started++ > 0)
                        break;
                    safe.AddRange(page.Items.Select(Text));
                    await page.CommitAsync();
                }
            }
            Assert.That(safe, Is.EqualTo(rig.Emulator.ReadAll(kind, api).Select(json => Encoding.UTF8.GetString(json.Span))));
        }

        static string Text(RawEvent @event) => Encoding.UTF8.GetString(@event.Json.Span);
    }

    [TestCase(0)]
    [TestCase(60_000)]
    public async Task A_rotated_token_neither_loses_nor_repeats_events(int grace)
    {
        await using var emulator = await EventsEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = 200 });
        var current = emulator.Token;
        var provider = EventsTokenProvider.From(_ => ValueTask.FromResult(new EventsToken(current)));
        var region = EventsRegion.At(emulator.BaseAddress);
        using var client = new EventsClient(provider, new EventsClientOptions { Region = region });
        var uuids = new List<string?>();

        await client.AuditEvents.FollowAsync(new MemoryCheckpointStore(), RotateAsync, Options);

        Assert.That(uuids, Is.Unique.And.Exactly(200).Items);

        Task RotateAsync(FollowedPage<V2.AuditEvent> page, CancellationToken cancellationToken)
        {
            uuids.AddRange(page.Items.Select(item => item.Uuid));
            current = emulator.RotateToken(grace: TimeSpan.FromMilliseconds(grace));
            return Task.CompletedTask;
        }
    }

    [Test]
    public async Task Late_events_are_delivered()
    {
        await using var rig = await EmulatorFixture.StartAsync();
        var store = new MemoryCheckpointStore();
        await rig.Client.AuditEvents.FollowAsync(store, (_, _) => Task.CompletedTask, Options);
        rig.Emulator.Append(EmulatorFeed.AuditEvents, Encoding.UTF8.GetBytes($$"""{"uuid":"LATE","timestamp":"{{TimeProvider.System.GetUtcNow().AddDays(-1):yyyy-MM-dd'T'HH:mm:ss'Z'}}"}"""));

        var late = new List<string?>();
        await rig.Client.AuditEvents.FollowAsync(store, Keep, Options);

        Assert.That(late, Is.EqualTo(new[] { "LATE" }));
        Assert.That((await store.LoadAsync(FeedNames.AuditEvents))!.Events, Is.EqualTo(201));

        Task Keep(FollowedPage<V2.AuditEvent> page, CancellationToken cancellationToken)
        {
            late.AddRange(page.Items.Select(item => item.Uuid));
            return Task.CompletedTask;
        }
    }

    [Test]
    public async Task Checkpoint_does_not_grow_over_ten_thousand_idle_polls()
    {
        var folder = Directory.CreateTempSubdirectory("events-state-").FullName;
        try
        {
            using var store = FileCheckpointStore.Open(folder);
            var clock = new AutoAdvanceClock(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
            var server = new StubServer().Responds(Pages.Page("0", more: false, "e01"));
            for (var poll = 0; poll < 10_000; poll++)
                server.Responds(Pages.Page("0", more: false));
            server.Responds(Pages.Page("1", more: false, "e02"));
            var options = new EventsClientOptions { TimeProvider = clock };
            EmulatorFixture.Patient(options.Resilience);
            using var client = server.Client(options);

            var sizes = new List<long>();
            await FollowAsync();

            Assert.That(server.Requests, Has.Count.EqualTo(10_002));
            Assert.That(sizes[1] - sizes[0], Is.LessThan(20), "one more event, and nothing of the polls");

            async Task FollowAsync()
            {
                await foreach (var page in client.AuditEvents.FollowAsync(store))
                {
                    await page.CommitAsync();
                    sizes.Add(Directory.EnumerateFiles(folder, "*.json*").Sum(file => new FileInfo(file).Length));
                    if (sizes.Count == 2)
                        return;
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
