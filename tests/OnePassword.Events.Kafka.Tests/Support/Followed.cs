using Confluent.Kafka;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Kafka.Tests.Support;

/// <summary>An emulator and brokers, for a follower of audit events.</summary>
internal sealed class Followed : IAsyncDisposable
{
    private readonly EventsClient _client;

    private Followed(EventsEmulator emulator, TestCluster cluster)
    {
        (Emulator, Cluster) = (emulator, cluster);
        _client = new EventsClient(emulator.Token, new EventsClientOptions { Region = EventsRegion.At(emulator.BaseAddress) });
    }

    public EventsEmulator Emulator { get; }

    public TestCluster Cluster { get; }

    public MockCluster Mock => (MockCluster)Cluster;

    public EventsClient Client => _client;

    public IEventFeed Feed => _client.AuditEvents;

    public static async Task<Followed> StartAsync(ClusterKind kind, int events = 60)
    {
        var cluster = await TestCluster.StartAsync(kind);
        var options = new EmulatorOptions
        {
            EventsPerFeed = events,
            Quota = Quota.Off,
            Now = new DateTimeOffset(2026, 3, 14, 9, 0, 0, TimeSpan.Zero),
        };
        return new(await EventsEmulator.StartAsync(options), cluster);
    }

    public KafkaEventStore Store(Action<KafkaEventStoreOptions>? configure = null, Action<ClientConfig>? client = null)
    {
        var (options, settings) = (Cluster.Options, new ClientConfig(Cluster.Client.ToDictionary(StringComparer.Ordinal)));
        configure?.Invoke(options);
        client?.Invoke(settings);
        return new(settings, options);
    }

    /// <summary>Stores everything that is available, in pages of ten.</summary>
    public async Task StoreAllAsync(KafkaEventStore store, FollowOptions? options = null)
    {
        await foreach (var page in Feed.FollowRawAsync(store, options ?? Options()))
            await store.StoreAsync(page);
    }

    public IReadOnlyList<ConsumeResult<byte[]?, byte[]?>> Events() => Topics.Read(Cluster.Client, Cluster.Options.Topic);

    public IReadOnlyList<ConsumeResult<byte[]?, byte[]?>> Checkpoints() =>
        Topics.Read(Cluster.Client, Cluster.Options.CheckpointTopic, partitions: 1);

    public IReadOnlyList<byte[]> Sent() =>
        [.. Emulator.ReadAll(EmulatorFeed.AuditEvents, EmulatorApi.V2).Select(one => one.ToArray())];

    /// <summary>Requires that one partition has each event of the server once, in order, with its bytes.</summary>
    public void AssertComplete()
    {
        var (stored, sent) = (Events(), Sent());
        Assert.That(stored, Has.Count.EqualTo(sent.Count));
        Assert.That(stored.Select(record => record.Partition).Distinct(), Has.One.Items);
        for (var i = 0; i < sent.Count; i++)
            Assert.That(stored[i].Message.Value.AsSpan().SequenceEqual(sent[i]), Is.True, $"event {i}");
    }

    public static FollowOptions Options(int pageSize = 10) =>
        new() { StopWhenCaughtUp = true, Start = EventQuery.Since(DateTimeOffset.UnixEpoch, pageSize) };

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Emulator.DisposeAsync();
        Cluster.Dispose();
    }
}
