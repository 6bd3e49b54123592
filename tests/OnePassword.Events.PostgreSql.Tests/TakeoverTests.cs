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

        var failure = Assert.ThrowsAsync<CheckpointException>(() => first.StoreAsync(pages.Current));
        Assert.That(failure!.Reason, Is.EqualTo(CheckpointFailure.TakenOver));
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
            await first.StoreAsync(page, cancellationToken: token);
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
}
