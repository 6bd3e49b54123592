using System.Globalization;
using System.Text;
using Npgsql;
using OnePassword.Events.Emulator;

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

    [TestCase(true)]
    [TestCase(false)]
    [Description("The same cursor returns more events, because the page was not full.")]
    public async Task Page_that_has_grown_is_stored_once(bool isCommitted)
    {
        await using var followed = await Followed.StartAsync(events: 15);
        await using var proxy = new CommitProxy(followed.Database.ConnectionString);
        await using var database = NpgsqlDataSource.Create(proxy.ConnectionString);
        await using var store = new PostgreSqlEventStore(database);
        await foreach (var page in followed.Feed.FollowRawAsync(store, Followed.Options()))
        {
            if (page.HasMore)
            {
                await store.StoreAsync(page);
                continue;
            }
            Lose(proxy, isCommitted);
            Assert.CatchAsync<NpgsqlException>(() => store.StoreAsync(page));
            break;
        }
        var time = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        for (var number = 0; number < 3; number++)
            followed.Emulator.Append(
                EmulatorFeed.AuditEvents, Encoding.UTF8.GetBytes($$"""{"uuid":"LATE{{number}}","timestamp":"{{time}}"}"""));

        await followed.StoreAllAsync(store);

        Assert.That(await followed.Database.BodiesAsync(), Has.Count.EqualTo(18));
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
