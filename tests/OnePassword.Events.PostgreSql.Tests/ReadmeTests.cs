using Npgsql;

namespace OnePassword.Events.PostgreSql.Tests;

/// <summary>The examples of the README, with the emulator as server.</summary>
public sealed class ReadmeTests
{
    private readonly CancellationTokenSource _stop = new();

    [TearDown]
    public void Dispose() => _stop.Dispose();

    [Test]
    public async Task Example_stores_the_events_of_the_emulator()
    {
        await using var followed = await Followed.StartAsync();
        var (connectionString, events, stop) = (followed.Database.ConnectionString, followed.Client, _stop.Token);

        await RunUntilAsync(followed, "SELECT count(*)::int FROM op_events.event", 60, async () =>
        {
            // <store>
            await using var database = NpgsqlDataSource.Create(connectionString);
            await PostgreSqlSchema.MigrateAsync(database);

            await using var store = new PostgreSqlEventStore(database);
            await events.AuditEvents.FollowRawAsync(
                store, (page, token) => store.StoreAsync(page, token), cancellationToken: stop);
            // </store>
        });

        await followed.AssertCompleteAsync();
    }

    [Test]
    public async Task Example_writes_in_the_same_transaction()
    {
        await using var followed = await Followed.StartAsync();
        await followed.Database.ExecuteAsync("CREATE TABLE counters (sign_ins int); INSERT INTO counters VALUES (0)");
        await using var store = followed.Store();
        var (events, stop) = (followed.Client, _stop.Token);

        await RunUntilAsync(followed, "SELECT sign_ins FROM counters", 60, async () =>
        {
            // <write>
            await events.SignInAttempts.FollowRawAsync(
                store,
                (page, token) => store.StoreAsync(
                    page,
                    async (connection, token) =>
                    {
                        await using var command = connection.CreateCommand();
                        command.CommandText = "UPDATE counters SET sign_ins = sign_ins + $1";
                        command.Parameters.Add(new() { Value = page.Items.Count });
                        await command.ExecuteNonQueryAsync(token);
                    },
                    token),
                cancellationToken: stop);
            // </write>
        });
    }

    private async Task RunUntilAsync(Followed followed, string query, int expected, Func<Task> run)
    {
        var running = run();
        while (!running.IsCompleted && !Equals(await followed.Database.ValueAsync(query), expected))
            await Task.Yield();
        await _stop.CancelAsync();
        Assert.That(async () => await running, Throws.InstanceOf<OperationCanceledException>());
    }
}
