using System.Buffers;
using Confluent.Kafka;

namespace OnePassword.Events.Kafka.Tests;

/// <summary>The examples of the README, with the emulator as server.</summary>
public sealed class ReadmeTests
{
    private readonly CancellationTokenSource _stop = new();

    [TearDown]
    public void Dispose() => _stop.Dispose();

    [Test]
    [Explicit("The example uses the default topics of the brokers.")]
    public async Task Example_stores_the_events_of_the_emulator()
    {
        await using var followed = await Followed.StartAsync(ClusterKind.Real);
        var (servers, events, stop) = (followed.Cluster.Client.BootstrapServers, followed.Client, _stop.Token);
        _stop.CancelAfter(TimeSpan.FromSeconds(20));
        Assert.CatchAsync<OperationCanceledException>(async () =>
        {
            // <kafka>
            var brokers = new ClientConfig { BootstrapServers = servers };
            var options = new KafkaEventStoreOptions { Topic = "op-events", CheckpointTopic = "op-events.checkpoints" };
            await KafkaTopics.CreateAsync(brokers, options, partitions: 6);

            await using var store = new KafkaEventStore(brokers, options);
            await events.AuditEvents.FollowRawAsync(store, store.StoreAsync, cancellationToken: stop);
            // </kafka>
        });
        Assert.That(Topics.Read(followed.Cluster.Client, "op-events", 6), Has.Count.GreaterThanOrEqualTo(60));
    }

    [Test]
    public async Task Example_appends_an_event_that_is_too_large_to_a_file()
    {
        // <too_large>
        var options = new KafkaEventStoreOptions
        {
            OnEventTooLarge = async (page, tooLarge, token) =>
            {
                var line = new ArrayBufferWriter<byte>();
                tooLarge.WriteLine(line);
                await File.AppendAllBytesAsync($"{page.Name}.too-large.ndjson", line.WrittenMemory, token);
            },
        };
        // </too_large>
        await using var followed = await Followed.StartAsync(ClusterKind.Mock, events: 10);
        TooLargeEventTests.Append(followed, size: 20_000);
        (options.Topic, options.CheckpointTopic) = (followed.Cluster.Options.Topic, followed.Cluster.Options.CheckpointTopic);
        var client = new ClientConfig(followed.Cluster.Client.ToDictionary(StringComparer.Ordinal));
        client.Set("message.max.bytes", "10000");
        await using var store = new KafkaEventStore(client, options);
        var follow = Followed.Options();
        follow.Name = $"readme-{Guid.NewGuid():N}";
        try
        {
            await followed.StoreAllAsync(store, follow);
            Assert.That(await File.ReadAllTextAsync($"{follow.Name}.too-large.ndjson"), Does.StartWith("""{"uuid":"LARGE",""").And.EndsWith("\n"));
        }
        finally
        {
            File.Delete($"{follow.Name}.too-large.ndjson");
        }
    }
}
