namespace OnePassword.Events.Kafka.Tests;

/// <summary>The identifiers of the latest events are in records of their own.</summary>
[TestFixture(ClusterKind.Mock)]
[TestFixture(ClusterKind.Real)]
public sealed class RecentUuidsTests(ClusterKind kind)
{
    [Test]
    public async Task Commit_writes_the_identifiers_of_its_own_page_only()
    {
        await using var followed = await Followed.StartAsync(kind);
        await using (var store = followed.Store())
            await followed.StoreAllAsync(store);

        var records = followed.Checkpoints();
        Assert.That(records.Max(record => record.Message.Value?.Length), Is.LessThan(1_500));
        Assert.That(records.Where(record => record.Key()!.Contains('#', StringComparison.Ordinal)), Has.Exactly(6).Items);
        await using (var store = followed.Store())
            Assert.That((await store.LoadAsync("auditevents"))!.RecentUuids, Is.EqualTo(Keys(followed)));
    }

    [Test]
    public async Task Identifiers_outside_the_window_are_removed()
    {
        await using var followed = await Followed.StartAsync(kind);
        var options = Followed.Options();
        options.DuplicateWindow = 25;
        await using (var store = followed.Store())
            await followed.StoreAllAsync(store, options);

        var last = followed.Checkpoints().Where(record => record.Key()!.Contains('#', StringComparison.Ordinal))
            .GroupBy(record => record.Key(), StringComparer.Ordinal).Select(same => same.Last().Message.Value).ToList();
        Assert.That(last.Count(value => value is null), Is.EqualTo(3));
        Assert.That(last.Count(value => value is not null), Is.EqualTo(3));
        await using (var store = followed.Store())
            Assert.That((await store.LoadAsync("auditevents"))!.RecentUuids, Is.EqualTo(Keys(followed).TakeLast(25)));
    }

    [Test]
    public async Task Window_can_be_larger_than_a_record()
    {
        using var cluster = await TestCluster.StartAsync(kind);
        var checkpoint = new Checkpoint
        {
            Host = "events.1password.eu",
            ApiVersion = "v2",
            Feed = "auditevents",
            RecentUuids = [.. Enumerable.Range(0, 100_000).Select(number => $"{number:D26}#0123abcd")],
        };
        await using (var store = new KafkaEventStore(cluster.Client, cluster.Options))
            await store.SaveAsync("large", checkpoint);
        await using (var store = new KafkaEventStore(cluster.Client, cluster.Options))
            Assert.That((await store.LoadAsync("large"))!.RecentUuids, Is.EqualTo(checkpoint.RecentUuids));
        var sizes = Topics.Read(cluster.Client, cluster.Options.CheckpointTopic, 1).Select(record => record.Message.Value!.Length);
        Assert.That(sizes.Max(), Is.LessThan(50_000));
    }

    [Test]
    public async Task Other_identifiers_replace_all()
    {
        using var cluster = await TestCluster.StartAsync(kind);
        var checkpoint = new Checkpoint { Host = "h", ApiVersion = "v2", Feed = "auditevents" };
        string[][] windows = [["a", "b", "c"], ["b", "c", "d"], ["x", "b"], ["b"], [], ["b", "\"\n\ud83d\ude00"]];
        foreach (var window in windows)
        {
            await using (var store = new KafkaEventStore(cluster.Client, cluster.Options))
                await store.SaveAsync("name", checkpoint with { RecentUuids = window });
            await using (var store = new KafkaEventStore(cluster.Client, cluster.Options))
                Assert.That((await store.LoadAsync("name"))!.RecentUuids, Is.EqualTo(window));
        }
    }

    private static IEnumerable<string?> Keys(Followed followed) =>
        followed.Sent().Select(json => RawEvent.Parse(json).DuplicateKey);
}
