using OnePassword.Events.Emulator;

namespace OnePassword.Events.PostgreSql.Tests;

/// <summary>One process stores events.</summary>
public sealed class PostgreSqlEventStoreTests
{
    [Test]
    public async Task Store_keeps_the_contract_of_a_checkpoint_store()
    {
        await using var database = await TestDatabase.CreateAsync();
        await CheckpointStoreContract.VerifyAsync(() => new PostgreSqlEventStore(database.Source));
    }

    [Test]
    public async Task Events_are_stored_in_order_with_their_bytes()
    {
        await using var followed = await Followed.StartAsync();
        await using var store = followed.Store();
        await followed.StoreAllAsync(store);
        await followed.AssertCompleteAsync();
    }

    [Test]
    public async Task Second_run_continues_after_the_first()
    {
        await using var followed = await Followed.StartAsync();
        await using (var store = followed.Store())
        {
            await foreach (var page in followed.Feed.FollowRawAsync(store, Followed.Options()))
            {
                await store.StoreAsync(page);
                if (page.Checkpoint.Events == 30)
                    break;
            }
        }
        await using (var store = followed.Store())
            await followed.StoreAllAsync(store);
        await followed.AssertCompleteAsync();
    }

    [Test]
    public async Task Checkpoint_does_not_contain_the_uuids_that_the_events_have()
    {
        await using var followed = await Followed.StartAsync();
        await using (var store = followed.Store())
            await followed.StoreAllAsync(store);

        Assert.That(await followed.Database.ValueAsync("SELECT length(checkpoint) FROM op_events.follower"), Is.LessThan(1_500));
        Assert.That(await followed.Database.ValueAsync("SELECT recent_uuids FROM op_events.follower"), Is.Null);
        await using (var store = followed.Store())
        {
            var loaded = await store.LoadAsync("auditevents");
            Assert.That(loaded!.RecentUuids, Has.Count.EqualTo(60));
        }
    }

    [Test]
    [Description("The server sends events again after a rejected cursor. Their uuids come from the table.")]
    public async Task Duplicate_after_a_restart_is_stored_once()
    {
        await using var followed = await Followed.StartAsync();
        await using (var store = followed.Store())
            await followed.StoreAllAsync(store);
        followed.Emulator.Inject(new Fault { Status = 400, Body = """{"Error":{"Message":"invalid cursor"}}""" });
        await using (var store = followed.Store())
        {
            var options = Followed.Options();
            (options.OnCursorRejected, options.Overlap) = (CursorRejectedAction.Restart, TimeSpan.FromDays(100));
            await followed.Feed.FollowRawAsync(store, (page, token) => store.StoreAsync(page, token), options);
            Assert.That((await store.LoadAsync("auditevents"))!.Duplicates, Is.EqualTo(60));
        }
        await followed.AssertCompleteAsync();
    }

    [Test]
    public async Task Writes_of_the_program_are_committed_with_the_page()
    {
        await using var followed = await Followed.StartAsync(events: 20);
        await followed.Database.ExecuteAsync("CREATE TABLE actions (action text)");
        await using var store = followed.Store();
        var fails = true;
        await followed.Feed.FollowRawAsync(store, (page, token) => store.StoreAsync(page, async (connection, stop) =>
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"INSERT INTO actions SELECT 'page' FROM generate_series(1, {page.Items.Count})";
            await command.ExecuteNonQueryAsync(stop);
            if (fails)
            {
                fails = false;
                throw new InvalidOperationException("The program fails once.");
            }
        }, token), Followed.Options());

        await followed.AssertCompleteAsync();
        Assert.That(await followed.Database.ValueAsync("SELECT count(*)::int FROM actions"), Is.EqualTo(20));
    }

    [Test]
    public async Task Program_can_store_its_own_form_of_the_events_only()
    {
        await using var followed = await Followed.StartAsync(events: 20);
        await followed.Database.ExecuteAsync("CREATE TABLE seen (uuid text PRIMARY KEY)");
        await using (var store = followed.Store())
        {
            await foreach (var page in followed.Feed.FollowRawAsync(store, Followed.Options()))
                await store.CommitAsync(page, async (connection, stop) =>
                {
                    foreach (var one in page.Items)
                    {
                        await using var command = connection.CreateCommand();
                        command.CommandText = "INSERT INTO seen VALUES ($1)";
                        command.Parameters.Add(new() { Value = one.Uuid! });
                        await command.ExecuteNonQueryAsync(stop);
                    }
                });
        }
        Assert.That(await followed.Database.ValueAsync("SELECT count(*)::int FROM seen"), Is.EqualTo(20));
        Assert.That(await followed.Database.ValueAsync("SELECT count(*)::int FROM op_events.event"), Is.Zero);
        await using (var store = followed.Store())
            Assert.That((await store.LoadAsync("auditevents"))!.RecentUuids, Has.Count.EqualTo(20), "the window, from the column");
    }

    [Test]
    [Description("At COMMIT, the server rolls back an aborted transaction and reports success.")]
    public async Task Page_is_not_committed_if_the_program_ignored_an_error_of_the_server()
    {
        await using var followed = await Followed.StartAsync(events: 20);
        await using var store = followed.Store();
        await foreach (var page in followed.Feed.FollowRawAsync(store, Followed.Options()))
        {
            Assert.CatchAsync<Npgsql.PostgresException>(() => store.StoreAsync(page, async (connection, stop) =>
            {
                await using var command = connection.CreateCommand();
                command.CommandText = "SELECT 1 / 0";
                Assert.CatchAsync<Npgsql.PostgresException>(() => command.ExecuteScalarAsync(stop));
            }));
            Assert.That(page.IsCommitted, Is.False);
            await store.StoreAsync(page);
        }
        await followed.AssertCompleteAsync();
    }

    [Test]
    public async Task Pages_are_stored_in_their_order_only()
    {
        await using var followed = await Followed.StartAsync(events: 30);
        await using var store = followed.Store();
        var pages = new List<FollowedPage<RawEvent>>();
        await foreach (var page in followed.Feed.FollowRawAsync(store, Followed.Options()))
        {
            pages.Add(page);
            if (pages.Count == 2)
                break;
        }
        Assert.ThrowsAsync<InvalidOperationException>(() => store.StoreAsync(pages[1]), "the first page is not stored");
        await store.StoreAsync(pages[0]);
        await store.StoreAsync(pages[1]);
        await followed.StoreAllAsync(store);
        await followed.AssertCompleteAsync();
    }
}
