using OnePassword.Events.Emulator;

namespace OnePassword.Events.ObjectStorage.Tests.Support;

/// <summary>An emulator, for a follower of audit events.</summary>
internal sealed class Followed : IAsyncDisposable
{
    private readonly EventsClient _client;

    private Followed(EventsEmulator emulator)
    {
        Emulator = emulator;
        _client = new EventsClient(emulator.Token, new EventsClientOptions { Region = EventsRegion.At(emulator.BaseAddress) });
    }

    public EventsEmulator Emulator { get; }

    public EventsClient Client => _client;

    public IEventFeed Feed => _client.AuditEvents;

    public static async Task<Followed> StartAsync(int events = 60, EmulatorOptions? options = null) =>
        new(await EventsEmulator.StartAsync((options ?? new EmulatorOptions()) with { EventsPerFeed = events, Quota = Quota.Off }));

    /// <summary>Stores everything that is available.</summary>
    public async Task StoreAllAsync(ObjectEventStore store, int pageSize = 10)
    {
        await foreach (var page in Feed.FollowRawAsync(store, Options(pageSize)))
            await store.StoreAsync(page);
    }

    /// <summary>Stores everything that is available, with a new store.</summary>
    public async Task StoreAllAsync(IObjectContainer container, int pageSize = 10, ObjectLayout? layout = null)
    {
        await using var store = new ObjectEventStore(container, new() { Layout = layout });
        await StoreAllAsync(store, pageSize);
    }

    /// <summary>Requires that the container has each event of the server once, in order, with its bytes.</summary>
    public void AssertComplete(MemoryContainer container) => AssertComplete(
        [.. EventsReader.Keys(container.Objects.Keys).SelectMany(key => EventsReader.Lines(container.Objects[key].Content))]);

    /// <inheritdoc cref="AssertComplete(MemoryContainer)"/>
    public void AssertComplete(IReadOnlyList<byte[]> lines) => EventsReader.AssertEqual(
        lines, [.. Emulator.ReadAll(EmulatorFeed.AuditEvents, EmulatorApi.V2).Select(one => one.ToArray())]);

    public static FollowOptions Options(int pageSize = 10) =>
        new() { StopWhenCaughtUp = true, Start = EventQuery.Since(DateTimeOffset.UnixEpoch, pageSize) };

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Emulator.DisposeAsync();
    }
}
