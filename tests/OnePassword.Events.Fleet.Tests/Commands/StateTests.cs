using OnePassword.Events.PostgreSql;

namespace OnePassword.Events.Fleet.Tests.Commands;

/// <summary><c>op-events-fleet state</c>, while a node runs and without one.</summary>
public sealed class StateTests
{
    private const string Feed = "acme-auditevents";

    [Test]
    public async Task Feed_of_a_running_node_continues_from_the_changed_checkpoint()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await using var accounts = await EmulatedAccounts.CreateAsync(database, "acme");
        await using var cluster = await FleetCluster.StartAsync(1, database);
        await accounts.AssertStoredAsync("acme");
        var cursor = (await CheckpointAsync(database))!.Cursor!;

        var before = cluster.Running();
        await RunAsync(database, $"{Feed}: restarts at ", "set", Feed, "--since", "2d", "--yes");
        await RestartedAsync();
        accounts.Append("acme");
        await accounts.AssertStoredAsync("acme"); // The events since that time are duplicates.

        before = cluster.Running();
        await RunAsync(database, $"{Feed}: continues after the given cursor.", "set", Feed, "--cursor", cursor, "--yes");
        await RestartedAsync();
        accounts.Append("acme");
        await accounts.AssertStoredAsync("acme");

        await RunAsync(database, $"{Feed}: starts from the beginning.", "reset", Feed, "--yes");
        await Wait.UntilAsync(async () => (await database.BodiesAsync(Feed)).Count == 10);
        Assert.That((await CheckpointAsync(database))!.Events, Is.EqualTo(5), "the checkpoint counts from the beginning");
        Assert.That(
            await database.ValueAsync("SELECT count(DISTINCT seq) = 10 AND max(seq) = 10 FROM op_events.event"), Is.True, "no gap");

        Task RestartedAsync() => Wait.UntilAsync(
            () => cluster.Running().Values.SingleOrDefault() is { } now && now != before["acme"]);
    }

    [Test]
    public async Task Checkpoint_changes_without_a_node()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await using var accounts = await EmulatedAccounts.CreateAsync(database, "acme");
        await using (await FleetCluster.StartAsync(1, database))
            await accounts.AssertStoredAsync("acme");

        await RunAsync(
            database,
            "ACME-AuditEvents: restarts at 2026-01-31T00:00:00Z",
            "set",
            "ACME-AuditEvents",
            "--since",
            "2026-01-31",
            "--yes");
        var changed = await CheckpointAsync(database);
        Assert.That(changed!.Cursor, Is.Null);
        Assert.That(changed.Start, Is.EqualTo(new DateTimeOffset(2026, 1, 31, 0, 0, 0, TimeSpan.Zero)));
        Assert.That(changed.Events, Is.EqualTo(3), "the count stays");

        await RunAsync(database, $"{Feed}: starts from the beginning.", "reset", Feed, "--yes");
        Assert.That(await CheckpointAsync(database), Is.Null);
    }

    [Test]
    public async Task Change_asks_for_confirmation()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await using var accounts = await EmulatedAccounts.CreateAsync(database, "acme");
        await database.ExecuteAsync("INSERT INTO op_events.follower (name, account) VALUES ('acme-auditevents', 'acme')");
        foreach (var (args, question) in new (string[], string)[]
        {
            (["set", Feed, "--since", "2d"], $"Change {Feed}? [y/N] "),
            (["reset", Feed], $"Reset {Feed}. Its events are stored again? [y/N] "),
        })
        {
            string[] words = ["state", .. args, "--connection", database.ConnectionString];
            (await new FleetRunner().StartAsync(words)).FailedWith(2, "Use --yes to confirm.");
            var run = await new FleetRunner { Typed = "n\n" }.StartAsync(words);
            Assert.That(run.ExitCode, Is.EqualTo(130));
            Assert.That(run.Error, Does.StartWith(question).And.Contain("nothing was changed."));
        }
        Assert.That(await database.ValueAsync("SELECT epoch FROM op_events.follower"), Is.Zero);
    }

    [Test]
    public async Task Feed_that_was_never_followed_has_no_checkpoint_to_change()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await using var accounts = await EmulatedAccounts.CreateAsync(database, "acme");
        (await FleetRunner.RunAsync(database, "state", "set", Feed, "--since", "2d", "--yes"))
            .FailedWith(7, $"the checkpoint {Feed} does not exist yet.");
        (await FleetRunner.RunAsync(database, "state", "reset", Feed, "--yes"))
            .FailedWith(7, $"the checkpoint {Feed} does not exist yet.");
        Assert.That(
            await database.ColumnAsync("SELECT name FROM op_events.follower"), Is.Empty, "a failed change leaves nothing");
    }

    [TestCase("globex-auditevents")]
    [TestCase("acme-events")]
    [TestCase("acme")]
    public async Task Unknown_feed_is_a_usage_error(string name)
    {
        await using var database = await FleetDatabase.CreateAsync();
        await using var accounts = await EmulatedAccounts.CreateAsync(database, "acme");
        (await FleetRunner.RunAsync(database, "state", "reset", name, "--yes"))
            .FailedWith(2, $"the fleet has no feed '{name}'", "such as acme-auditevents");
    }

    [TestCase]
    [TestCase("--since", "2d", "--cursor", "c")]
    public async Task Change_needs_either_a_cursor_or_a_time(params string[] args)
    {
        await using var database = await FleetDatabase.CreateAsync();
        (await FleetRunner.RunAsync(database, ["state", "set", Feed, "--yes", .. args])).FailedWith(
            2, "either --cursor or --since");
    }

    private static async Task RunAsync(TestDatabase database, string expected, params string[] args)
    {
        var run = await FleetRunner.RunAsync(database, ["state", .. args]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Error, Does.StartWith(expected));
    }

    private static async Task<Checkpoint?> CheckpointAsync(TestDatabase database) =>
        (await PostgreSqlAdministration.ListFollowersAsync(database.Source, Feed)).Single().Checkpoint;
}
