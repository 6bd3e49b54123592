namespace OnePassword.Events.Fleet.Tests.Grains;

/// <summary>Changes of accounts while nodes run.</summary>
public sealed class AccountChangeTests
{
    private static readonly string[] Names = ["acme", "globex", "initech"];

    [Test]
    public async Task Paused_account_stops_and_continues_when_it_is_resumed()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await using var accounts = await EmulatedAccounts.CreateAsync(database, Names);
        await using var cluster = await FleetCluster.StartAsync(2, database);
        await cluster.AssignedAsync(Names);
        await accounts.AssertStoredAsync(Names);

        await accounts.Table.PauseAsync(["acme"], isPaused: true, CancellationToken.None);
        await cluster.AssignedAsync(["globex", "initech"]);
        accounts.Append(Names);
        await accounts.AssertStoredAsync("globex", "initech");
        Assert.That(await database.BodiesAsync("acme-auditevents"), Has.Count.EqualTo(3));

        await accounts.Table.PauseAsync(["acme"], isPaused: false, CancellationToken.None);
        await cluster.AssignedAsync(Names);
        await accounts.AssertStoredAsync(Names);
    }

    [Test]
    public async Task Changed_definition_restarts_only_its_account()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await using var accounts = await EmulatedAccounts.CreateAsync(database, Names);
        await using var cluster = await FleetCluster.StartAsync(2, database);
        await cluster.AssignedAsync(Names);
        await accounts.AssertStoredAsync(Names);
        var before = cluster.Running();

        await accounts.SetAsync("acme", token: null, ("page_size", 7));
        await Wait.UntilAsync(() => cluster.Running().GetValueOrDefault("acme") is { } now && now != before["acme"]);

        await cluster.AssignedAsync(Names);
        Assert.That(cluster.Running().Except(before).Select(one => one.Key), Is.EqualTo(new[] { "acme" }));
        accounts.Append(Names);
        await accounts.AssertStoredAsync(Names);
    }

    [Test]
    public async Task Removed_account_ends_and_its_events_stay()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await using var accounts = await EmulatedAccounts.CreateAsync(database, Names);
        await using var cluster = await FleetCluster.StartAsync(1, database);
        await cluster.AssignedAsync(Names);
        await accounts.AssertStoredAsync(Names);

        await accounts.Table.RemoveAsync(["acme"], CancellationToken.None);

        await cluster.AssignedAsync(["globex", "initech"]);
        await accounts.AssertStoredAsync(Names);
        await Wait.UntilAsync(async () => await database.ValueAsync(
            "SELECT count(*)::int FROM op_events_fleet.feed_status WHERE account = 'acme'") is 0);
    }

    [Test]
    public async Task Rejected_token_affects_only_its_account_until_the_token_file_changes()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await using var accounts = await EmulatedAccounts.CreateAsync(database, Names);
        await accounts.SetAsync("acme", token: "not-the-token");
        await using var cluster = await FleetCluster.StartAsync(1, database);

        await StatesAsync("acme failing", "globex-auditevents caught up", "initech-auditevents caught up");
        await accounts.AssertStoredAsync("globex", "initech");
        Assert.That(cluster.Log.ToString(), Does.Contain("(acme): the server returned 401").And.Not.Contain("not-the-token"));

        await accounts.SetAsync("acme");
        await StatesAsync("acme-auditevents caught up", "globex-auditevents caught up", "initech-auditevents caught up");
        await accounts.AssertStoredAsync(Names);

        Task StatesAsync(params string[] states) => Wait.UntilAsync(async () => (await database.ColumnAsync(
            "SELECT name || ' ' || state FROM op_events_fleet.feed_status ORDER BY name")).SequenceEqual(states));
    }

    [Test]
    [Description("A second fleet that was started by mistake, for example, or a process that hung.")]
    public async Task Account_that_another_process_takes_is_taken_back_and_no_event_is_stored_twice()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await using var accounts = await EmulatedAccounts.CreateAsync(database, "acme");
        await using var cluster = await FleetCluster.StartAsync(1, database);
        await cluster.AssignedAsync(["acme"]);
        await accounts.AssertStoredAsync("acme");
        await using var other = FleetNodes.Create(database, cluster.Log);
        var ended = 0;

        var taken = other.Start("acme", revision: 1, () => Interlocked.Increment(ref ended));
        await Wait.UntilAsync(async () => await EpochAsync() is 2L);
        accounts.Append("acme");
        await Wait.UntilAsync(async () => await EpochAsync() is 3L);
        accounts.Append("acme");
        await Wait.UntilAsync(() => other.Counters.Fenced > 0);

        await accounts.AssertStoredAsync("acme");
        Assert.That(ended, Is.EqualTo(1));
        Assert.That(await EpochAsync(), Is.EqualTo(3), "the other process does not take it again");
        await other.StopAsync(taken);

        Task<object?> EpochAsync() => database.ValueAsync("SELECT epoch FROM op_events.follower");
    }
}
