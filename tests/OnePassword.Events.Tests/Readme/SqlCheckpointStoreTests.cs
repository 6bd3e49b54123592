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

    // <sql_store>
    internal sealed class SqlCheckpointStore(DbDataSource database) : ICheckpointStore
    {
        // The revision of each checkpoint that this process loaded or saved last.
        private readonly ConcurrentDictionary<string, long> _revisions = new(StringComparer.Ordinal);

        public async ValueTask<Checkpoint?> LoadAsync(string name, CancellationToken cancellationToken = default)
        {
            await using var select = Command("SELECT revision, json FROM checkpoints WHERE name = @name", ("name", name));
            await using var row = await select.ExecuteReaderAsync(cancellationToken);
            var exists = await row.ReadAsync(cancellationToken);
            _revisions[name] = exists ? row.GetInt64(0) : 0;
            return exists ? Checkpoint.Parse(row.GetString(1)) : null;
        }

        public async ValueTask SaveAsync(string name, Checkpoint checkpoint, CancellationToken cancellationToken = default)
        {
            var revision = _revisions.GetValueOrDefault(name);
            await using var upsert = Command(
                """
                INSERT INTO checkpoints (name, revision, json) VALUES (@name, @next, @json)
                ON CONFLICT (name) DO UPDATE SET revision = @next, json = @json WHERE checkpoints.revision = @revision
                """,
                ("name", name), ("revision", revision), ("next", revision + 1), ("json", checkpoint.ToJson()));
            if (await upsert.ExecuteNonQueryAsync(cancellationToken) == 0)
            {
                throw new CheckpointException(
                    CheckpointFailure.InUse, $"Another process follows '{name}'. Stop one of them, or use another name.");
            }
            _revisions[name] = revision + 1;
        }

        private DbCommand Command(string sql, params (string Name, object Value)[] values)
        {
            var command = database.CreateCommand(sql);
            foreach (var (name, value) in values)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = ($"@{name}", value);
                command.Parameters.Add(parameter);
            }
            return command;
        }
    }
    // </sql_store>
}
