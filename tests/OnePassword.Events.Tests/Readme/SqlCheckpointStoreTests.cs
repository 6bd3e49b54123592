using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace OnePassword.Events.Tests.Readme;

/// <summary>Runs the store of the following guide on SQLite.</summary>
public sealed class SqlCheckpointStoreTests
{
    private string _folder = null!;
    private DbDataSource _database = null!;

    [SetUp]
    public async Task SetUp()
    {
        _folder = Directory.CreateTempSubdirectory("events-sql-").FullName;
        _database = SqliteFactory.Instance.CreateDataSource($"Data Source={Path.Combine(_folder, "checkpoints.db")};Pooling=False");
        var guide = Repository.Read("src/OnePassword.Events/docs/following.md").ReplaceLineEndings("\n");
        await using var create = _database.CreateCommand(guide.Split("```sql\n")[1].Split("```")[0]);
        await create.ExecuteNonQueryAsync();
    }

    [TearDown]
    public void TearDown()
    {
        _database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // <sql_contract>
    [Test]
    public Task Store_keeps_the_contract() => CheckpointStoreContract.VerifyAsync(() => new SqlCheckpointStore(_database));
    // </sql_contract>

    [Test]
    public async Task Save_fails_if_another_process_has_saved_since_the_load()
    {
        var (old, current) = (new SqlCheckpointStore(_database), new SqlCheckpointStore(_database));
        await old.LoadAsync("a");
        await old.SaveAsync("a", TestCheckpoint.At("1"));
        await current.LoadAsync("a");
        await current.SaveAsync("a", TestCheckpoint.At("2"));

        AssertInUse(old);
        AssertInUse(new SqlCheckpointStore(_database), "without a load");
        Assert.That((await current.LoadAsync("a"))!.Cursor, Is.EqualTo("2"));

        await old.LoadAsync("a");
        await old.SaveAsync("a", TestCheckpoint.At("3"));
        AssertInUse(current);

        static void AssertInUse(SqlCheckpointStore store, string? when = null) => Assert.That(
            async () => await store.SaveAsync("a", TestCheckpoint.At("x")),
            Throws.InstanceOf<CheckpointException>().With.Property("Reason").EqualTo(CheckpointFailure.InUse),
            when);
    }

    [Test]
    public async Task Follower_continues_from_the_table_and_stops_when_another_process_follows()
    {
        using var server = new StubServer();
        server.Responds("""{"cursor":"1","has_more":true,"items":[{"uuid":"a"}]}""").Responds("""{"cursor":"2","has_more":true,"items":[{"uuid":"b"}]}""");
        using var client = server.Client();
        var pages = client.AuditEvents.FollowAsync(
            new SqlCheckpointStore(_database),
            async (page, _) =>
            {
                if (page.Items[0].Uuid == "b")
                    await SaveInAnotherProcessAsync(page.Name);
            });

        Assert.That(async () => await pages, Throws.InstanceOf<CheckpointException>().With.Property("Reason").EqualTo(CheckpointFailure.InUse));
        Assert.That((await new SqlCheckpointStore(_database).LoadAsync(FeedNames.AuditEvents))!.Cursor, Is.EqualTo("other"));

        async Task SaveInAnotherProcessAsync(string name)
        {
            var other = new SqlCheckpointStore(_database);
            Assert.That((await other.LoadAsync(name))!.Cursor, Is.EqualTo("1"));
            await other.SaveAsync(name, TestCheckpoint.At("other"));
        }
    }

    [Test]
    public async Task Events_and_checkpoint_are_one_transaction()
    {
        using var server = new StubServer();
        server.Responds("""{"cursor":"1","has_more":true,"items":[{"uuid":"a"}]}""").Responds("""{"cursor":"2","has_more":true,"items":[{"uuid":"b"}]}""");
        using var events = server.Client();
        var (database, store, stop) = (_database, new SqlCheckpointStore(_database), CancellationToken.None);
        await using (var create = database.CreateCommand("CREATE TABLE seen (uuid TEXT)"))
            await create.ExecuteNonQueryAsync();
        var fails = false;

        Assert.That(FollowAsync, Throws.InstanceOf<InvalidOperationException>());

        Assert.That((await new SqlCheckpointStore(_database).LoadAsync(FeedNames.AuditEvents))!.Cursor, Is.EqualTo("1"));
        await using var select = database.CreateCommand("SELECT group_concat(uuid) FROM seen");
        Assert.That(await select.ExecuteScalarAsync(), Is.EqualTo("a"), "the second page was inserted and rolled back");

        async Task FollowAsync()
        {
            // <sql_transaction>
            await foreach (var page in events.AuditEvents.FollowAsync(store, cancellationToken: stop))
            {
                await page.CommitAsync(async (checkpoint, token) =>
                {
                    await using var connection = await database.OpenConnectionAsync(token);
                    await using var transaction = await connection.BeginTransactionAsync(token);
                    await store.SaveAsync(page.Name, checkpoint, transaction, token); // First, so that a second process writes nothing.
                    await InsertAsync(page.Items, transaction, token);
                    await transaction.CommitAsync(token);
                });
            }
            // </sql_transaction>
        }

        async Task InsertAsync(IReadOnlyList<V2.AuditEvent> items, DbTransaction transaction, CancellationToken token)
        {
            await using var insert = transaction.Connection!.CreateCommand();
            (insert.Transaction, insert.CommandText) = (transaction, $"INSERT INTO seen VALUES ('{items.Single().Uuid}')");
            await insert.ExecuteNonQueryAsync(token);
            if (fails)
                throw new InvalidOperationException("The program fails.");
            fails = true;
        }
    }

    // <sql_store>
    internal sealed class SqlCheckpointStore(DbDataSource database) : ICheckpointStore
    {
        // The revision of each checkpoint that this process loaded or saved last.
        private readonly ConcurrentDictionary<string, long> _revisions = new(StringComparer.Ordinal);

        public async ValueTask<Checkpoint?> LoadAsync(string name, CancellationToken cancellationToken = default)
        {
            await using var select = database.CreateCommand("SELECT revision, json FROM checkpoints WHERE name = @name");
            Add(select, ("name", name));
            await using var row = await select.ExecuteReaderAsync(cancellationToken);
            var exists = await row.ReadAsync(cancellationToken);
            _revisions[name] = exists ? row.GetInt64(0) : 0;
            return exists ? Checkpoint.Parse(row.GetString(1)) : null;
        }

        public async ValueTask SaveAsync(string name, Checkpoint checkpoint, CancellationToken cancellationToken = default)
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await SaveAsync(name, checkpoint, transaction, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        // For a transaction that also has the events. If it fails, load the checkpoint again, as a follower does.
        public async Task SaveAsync(
            string name, Checkpoint checkpoint, DbTransaction transaction, CancellationToken cancellationToken)
        {
            var revision = _revisions.GetValueOrDefault(name);
            await using var upsert = transaction.Connection!.CreateCommand();
            (upsert.Transaction, upsert.CommandText) = (transaction,
                """
                INSERT INTO checkpoints (name, revision, json) VALUES (@name, @next, @json)
                ON CONFLICT (name) DO UPDATE SET revision = @next, json = @json WHERE checkpoints.revision = @revision
                """);
            Add(upsert, ("name", name), ("revision", revision), ("next", revision + 1), ("json", checkpoint.ToJson()));
            if (await upsert.ExecuteNonQueryAsync(cancellationToken) == 0)
            {
                throw new CheckpointException(
                    CheckpointFailure.InUse, $"Another process follows '{name}'. Stop one of them, or use another name.");
            }
            _revisions[name] = revision + 1;
        }

        private static void Add(DbCommand command, params (string Name, object Value)[] values)
        {
            foreach (var (name, value) in values)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = ($"@{name}", value);
                command.Parameters.Add(parameter);
            }
        }
    }
    // </sql_store>
}
