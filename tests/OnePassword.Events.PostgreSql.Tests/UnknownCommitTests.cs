using Npgsql;

namespace OnePassword.Events.PostgreSql.Tests;

/// <summary>The connection is lost at a commit, so the client does not know its result.</summary>
public sealed class UnknownCommitTests
{
    [TestCase(true, 10)]
    [TestCase(false, 0)]
    public async Task Next_load_reads_the_result(bool isCommitted, int stored)
    {
        await using var followed = await Followed.StartAsync();
        await using var proxy = new CommitProxy(followed.Database.ConnectionString);
        await using var database = NpgsqlDataSource.Create(proxy.ConnectionString);
        await using var store = new PostgreSqlEventStore(database);
        await foreach (var page in followed.Feed.FollowRawAsync(store, Followed.Options()))
        {
            Lose(proxy, isCommitted);
            Assert.CatchAsync<NpgsqlException>(() => store.StoreAsync(page));
            break;
        }

        Assert.That((await store.LoadAsync("auditevents"))!.Events, Is.EqualTo(stored));
        await followed.StoreAllAsync(store);
        await followed.AssertCompleteAsync();
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Second_attempt_to_store_the_page_reads_the_result(bool isCommitted)
    {
        await using var followed = await Followed.StartAsync();
        await using var proxy = new CommitProxy(followed.Database.ConnectionString);
        await using var database = NpgsqlDataSource.Create(proxy.ConnectionString);
        await using var store = new PostgreSqlEventStore(database);
        await foreach (var page in followed.Feed.FollowRawAsync(store, Followed.Options()))
        {
            Lose(proxy, isCommitted);
            Assert.CatchAsync<NpgsqlException>(() => store.StoreAsync(page));
            await store.StoreAsync(page);
        }
        await followed.AssertCompleteAsync();
    }

    private static void Lose(CommitProxy proxy, bool isCommitted)
    {
        if (isCommitted)
            proxy.LoseReply();
        else
            proxy.LoseRequest();
    }
}
