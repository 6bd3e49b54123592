namespace OnePassword.Events.PostgreSql.Tests;

/// <summary>Status, checkpoints and retention.</summary>
public sealed class PostgreSqlAdministrationTests
{
    [Test]
    public async Task Followers_are_listed_with_their_checkpoint_and_owner()
    {
        await using var followed = await Followed.StartAsync();
        await using var store = followed.Store();
        await followed.StoreAllAsync(store);

        var follower = (await PostgreSqlAdministration.ListFollowersAsync(followed.Database.Source)).Single();

        Assert.That((follower.Name, follower.Account, follower.LastSeq, follower.Epoch), Is.EqualTo(("auditevents", "", 60L, 1L)));
        Assert.That(follower.Checkpoint!.Events, Is.EqualTo(60));
        Assert.That(follower.Owner, Does.Contain($"process {Environment.ProcessId}"));
        Assert.That(follower.SavedAt, Is.GreaterThanOrEqualTo(follower.TakenAt!));
    }

    [Test]
    public async Task Replaced_checkpoint_ends_the_process_that_follows()
    {
        await using var followed = await Followed.StartAsync();
        await using var store = followed.Store();
        await using var pages = followed.Feed.FollowRawAsync(store, Followed.Options()).GetAsyncEnumerator();
        await pages.MoveNextAsync();

        Assert.That(await PostgreSqlAdministration.SetCheckpointAsync(followed.Database.Source, "AuditEvents", null), Is.True);
        Assert.That(await PostgreSqlAdministration.SetCheckpointAsync(followed.Database.Source, "unknown", null), Is.False);

        var failure = Assert.ThrowsAsync<CheckpointException>(() => store.StoreAsync(pages.Current));
        Assert.That(failure!.Reason, Is.EqualTo(CheckpointFailure.TakenOver));
        Assert.That(await store.LoadAsync("auditevents"), Is.Null);
    }

    [Test]
    public async Task Old_events_are_removed_and_the_latest_of_each_feed_stay()
    {
        await using var followed = await Followed.StartAsync();
        await using (var store = followed.Store())
            await followed.StoreAllAsync(store);
        await followed.Database.ExecuteAsync("UPDATE op_events.event SET received = '2026-01-01T00:00:00Z' WHERE seq <= 55");
        var limit = new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);

        var removed = await PostgreSqlAdministration.RemoveEventsAsync(followed.Database.Source, limit, keptPerFeed: 20, batch: 7);
        Assert.That(removed, Is.EqualTo(40), "60 without the latest 20");
        Assert.That(await followed.Database.ValueAsync("SELECT min(seq) FROM op_events.event"), Is.EqualTo(41));
        Assert.That(
            await PostgreSqlAdministration.RemoveEventsAsync(followed.Database.Source, limit, keptPerFeed: 0, batch: 7), Is.EqualTo(15));
    }
}
