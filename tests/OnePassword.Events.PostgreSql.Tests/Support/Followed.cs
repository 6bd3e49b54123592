using OnePassword.Events.Emulator;

namespace OnePassword.Events.PostgreSql.Tests.Support;

/// <summary>An emulator and a database, for a follower of audit events.</summary>
internal sealed class Followed : IAsyncDisposable
{
    private Followed(EventsEmulator emulator, TestDatabase database)
    {
        (Emulator, Database) = (emulator, database);
        Client = new EventsClient(emulator.Token, new EventsClientOptions { Region = EventsRegion.At(emulator.BaseAddress) });
    }

    public EventsEmulator Emulator { get; }

    public TestDatabase Database { get; }

    public EventsClient Client { get; }

    public IEventFeed Feed => Client.AuditEvents;

    public static async Task<Followed> StartAsync(
        int events = 60, EmulatorOptions? options = null, TestDatabase? database = null) => new(
        await EventsEmulator.StartAsync((options ?? new EmulatorOptions()) with { EventsPerFeed = events, Quota = Quota.Off }),
        database ?? await TestDatabase.CreateAsync());

    public PostgreSqlEventStore Store(Takeover takeover = Takeover.WhenReleased) =>
        new(Database.Source, new() { Takeover = takeover });

    /// <summary>Stores everything that is available, in pages of ten.</summary>
    public async Task StoreAllAsync(PostgreSqlEventStore store, int pageSize = 10)
    {
        await foreach (var page in Feed.FollowRawAsync(store, Options(pageSize)))
            await store.StoreAsync(page);
    }

    /// <summary>Requires that the database has each event of the server once, in order, with its bytes.</summary>
    public async Task AssertCompleteAsync()
    {
        var stored = await Database.BodiesAsync();
        var sent = Emulator.ReadAll(EmulatorFeed.AuditEvents, EmulatorApi.V2).Select(one => one.ToArray()).ToList();
        Assert.That(stored, Has.Count.EqualTo(sent.Count));
        for (var i = 0; i < sent.Count; i++)
            Assert.That(stored[i].AsSpan().SequenceEqual(sent[i]), Is.True, $"event {i}");
        Assert.That(
            await Database.ValueAsync("SELECT count(*) = max(seq) AND min(seq) = 1 FROM op_events.event"), Is.EqualTo(sent.Count > 0));
    }

    public static FollowOptions Options(int pageSize = 10) =>
        new() { StopWhenCaughtUp = true, Start = EventQuery.Since(DateTimeOffset.UnixEpoch, pageSize) };

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Emulator.DisposeAsync();
        await Database.DisposeAsync();
    }
}
