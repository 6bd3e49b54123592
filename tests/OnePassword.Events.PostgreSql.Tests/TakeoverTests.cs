using Npgsql;

namespace OnePassword.Events.PostgreSql.Tests;

/// <summary>Two processes write.</summary>
public sealed class TakeoverTests
{
    [Test]
    public async Task Commit_of_a_process_whose_feed_was_taken_fails()
    {
        await using var followed = await Followed.StartAsync();
        await using var first = followed.Store(Takeover.AtOnce);
        await using var second = followed.Store(Takeover.AtOnce);
        await using var pages = followed.Feed.FollowRawAsync(first, Followed.Options()).GetAsyncEnumerator();
        await pages.MoveNextAsync();

        await followed.StoreAllAsync(second);

        for (var attempt = 0; attempt < 2; attempt++)
        {
            var failure = Assert.ThrowsAsync<CheckpointException>(() => first.StoreAsync(pages.Current));
            Assert.That(failure!.Reason, Is.EqualTo(CheckpointFailure.TakenOver), "a second attempt does not take the feed back");
        }
        await followed.AssertCompleteAsync();
    }

    [Test]
    public async Task Page_is_not_stored_after_the_store_was_disposed()
    {
        await using var followed = await Followed.StartAsync();
        var store = followed.Store();
        await using var pages = followed.Feed.FollowRawAsync(store, Followed.Options()).GetAsyncEnumerator();
        await pages.MoveNextAsync();
        await store.DisposeAsync();
        Assert.ThrowsAsync<ObjectDisposedException>(() => store.StoreAsync(pages.Current));
    }

    [Test]
    [Description("A status page of the application, for example.")]
    public async Task Checkpoint_can_be_loaded_while_a_page_is_written()
    {
        await using var followed = await Followed.StartAsync();
        await using var store = followed.Store();
        await foreach (var page in followed.Feed.FollowRawAsync(store, Followed.Options()))
        {
            Task<Checkpoint?>? loading = null;
            await store.StoreAsync(page, (_, _) =>
            {
                loading = store.LoadAsync("auditevents", CancellationToken.None).AsTask();
                return Task.CompletedTask;
            });
            await loading!;
        }
        await followed.AssertCompleteAsync();
    }

    [Test]
    public async Task Following_ends_when_another_process_takes_over()
    {
        await using var followed = await Followed.StartAsync();
        await using var first = followed.Store(Takeover.AtOnce);
        await using var second = followed.Store(Takeover.AtOnce);
        var failure = Assert.ThrowsAsync<CheckpointException>(() => followed.Feed.FollowRawAsync(first, async (page, token) =>
        {
            if (page.Checkpoint.Events == 30)
                await followed.StoreAllAsync(second);
            await first.StoreAsync(page, token);
        }, Followed.Options()));

        Assert.That(failure!.Reason, Is.EqualTo(CheckpointFailure.TakenOver));
        await followed.AssertCompleteAsync();
    }

    [Test]
    public async Task Second_process_waits_until_the_first_ends()
    {
        await using var followed = await Followed.StartAsync();
        var waiting = new TaskCompletionSource();
        await using var second = new PostgreSqlEventStore(
            followed.Database.Source, new() { Waiting = waiting.SetResult, RetryInterval = TimeSpan.FromMilliseconds(5) });
        var first = followed.Store();
        _ = await first.LoadAsync("auditevents");

        var following = followed.StoreAllAsync(second);
        await waiting.Task;
        Assert.That(following.IsCompleted, Is.False);
        await first.DisposeAsync();
        await following;

        await followed.AssertCompleteAsync();
    }

    [Test]
    public async Task Another_account_does_not_wait()
    {
        await using var followed = await Followed.StartAsync();
        await using var first = new PostgreSqlEventStore(followed.Database.Source, new() { Account = "other" });
        await using var second = followed.Store(Takeover.Never);
        _ = await first.LoadAsync("other.auditevents");
        await followed.StoreAllAsync(second);
        await followed.AssertCompleteAsync();
    }

    [Test]
    public async Task Store_that_never_takes_over_fails_while_another_process_follows()
    {
        await using var followed = await Followed.StartAsync();
        await using var first = followed.Store();
        await using var second = followed.Store(Takeover.Never);
        _ = await first.LoadAsync("auditevents");
        var failure = Assert.ThrowsAsync<CheckpointException>(async () => await second.LoadAsync("auditevents"));
        Assert.That(failure!.Reason, Is.EqualTo(CheckpointFailure.InUse));
    }

    [Test]
    [Description("A node of a fleet follows thousands of accounts, and the database has few connections.")]
    public async Task Store_that_takes_over_at_once_keeps_no_connection()
    {
        const string Sessions = "SELECT count(*)::int FROM pg_stat_activity WHERE application_name = 'fleet'";
        await using var followed = await Followed.StartAsync();
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(followed.Database.ConnectionString) { ApplicationName = "fleet", Pooling = false });
        await using var store = new PostgreSqlEventStore(source, new() { Takeover = Takeover.AtOnce });

        _ = await store.LoadAsync("auditevents");
        await Closed();
        await followed.StoreAllAsync(store);
        await Closed();

        await followed.AssertCompleteAsync();

        // The server ends a session a little after its client.
        Task Closed() => Wait.UntilAsync(async () => await followed.Database.ValueAsync(Sessions) is 0);
    }

    [Test]
    [Description("A process that hangs in a transaction keeps its locks, because its connections stay open.")]
    public async Task Sessions_of_a_silent_process_are_ended()
    {
        await using var followed = await Followed.StartAsync();
        var clock = new FakeTimeProvider();
        var hung = new PostgreSqlEventStore(followed.Database.Source, new() { Clock = clock, SilenceLimit = TimeSpan.FromSeconds(2) });
        var woken = new TaskCompletionSource();
        var locked = new TaskCompletionSource();
        var writing = followed.Feed.FollowRawAsync(hung, (page, token) => hung.StoreAsync(page, (_, _) =>
        {
            locked.TrySetResult(); // From here, it holds the row and sends nothing.
            return woken.Task;
        }, token), Followed.Options());
        await locked.Task;
        await using var second = new PostgreSqlEventStore(followed.Database.Source, new()
        {
            SilenceLimit = TimeSpan.FromSeconds(2),
            RetryInterval = TimeSpan.FromMilliseconds(50),
        });

        await followed.StoreAllAsync(second);
        woken.SetResult();

        Assert.That(async () => await writing.WaitAsync(TimeSpan.FromSeconds(30)), Throws.InstanceOf<Exception>());
        await followed.AssertCompleteAsync();
        await hung.DisposeAsync();
    }

    [Test]
    public async Task Feed_is_taken_again_after_the_session_with_the_lock_has_ended()
    {
        await using var followed = await Followed.StartAsync();
        await using var store = followed.Store();
        _ = await store.LoadAsync("other");
        await followed.Database.ExecuteAsync(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
        Assert.CatchAsync<NpgsqlException>(async () => await store.LoadAsync("auditevents"));
        await followed.StoreAllAsync(store);
        await followed.AssertCompleteAsync();
    }

    [Test]
    public async Task Lock_is_taken_again_after_its_session_has_ended()
    {
        await using var followed = await Followed.StartAsync();
        var clock = new FakeTimeProvider();
        await using var first = new PostgreSqlEventStore(followed.Database.Source, new() { Clock = clock });
        await using var second = followed.Store(Takeover.Never);
        _ = await first.LoadAsync("auditevents");
        const string Owner =
            "SELECT coalesce(max(pid), 0) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
        var before = await followed.Database.ValueAsync(Owner);
        await followed.Database.ExecuteAsync($"SELECT pg_terminate_backend({before})");
        while (await followed.Database.ValueAsync(Owner) is var owner && (owner is 0 || owner!.Equals(before)))
            clock.Advance(TimeSpan.FromSeconds(5));
        Assert.ThrowsAsync<CheckpointException>(async () => await second.LoadAsync("auditevents"));
    }

    [Test]
    public async Task Follower_of_another_account_does_not_take_the_feed()
    {
        await using var followed = await Followed.StartAsync();
        await using var first = new PostgreSqlEventStore(followed.Database.Source, new() { Account = "acme" });
        await using var second = new PostgreSqlEventStore(followed.Database.Source, new() { Account = "other" });
        await followed.StoreAllAsync(first);
        var failure = Assert.ThrowsAsync<CheckpointException>(async () => await second.LoadAsync("auditevents"));
        Assert.That(failure!.Reason, Is.EqualTo(CheckpointFailure.Mismatch));
        Assert.That((await first.LoadAsync("auditevents"))!.Events, Is.EqualTo(60), "it is still the owner");
    }
}
