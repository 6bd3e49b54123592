using OnePassword.Events.Fleet.Accounts;
using OnePassword.Events.Fleet.Nodes;
using OnePassword.Events.PostgreSql;

namespace OnePassword.Events.Fleet.Tests.Nodes;

/// <summary>An account that cannot be followed is tried again, and shows why.</summary>
public sealed class RunningAccountTests
{
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private readonly LockedWriter _log = new();

    [Test]
    public async Task Account_of_op_events_follow_waits_until_that_process_ends()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await using var accounts = await EmulatedAccounts.CreateAsync(database, "acme");
        await using var node = FleetNodes.Create(database, _log, clock: _clock);
        var follow = new PostgreSqlEventStore(database.Source, new() { Account = "acme" });
        _ = await follow.LoadAsync("acme-auditevents");

        _ = node.Start("acme", revision: 1, () => { });
        await FailsAsync(node, "acme", "op-events follow follows this account into the database of the fleet. End it,");
        Assert.That(accounts["acme"].Requests, Is.Empty);

        await follow.DisposeAsync();
        _clock.Advance(TimeSpan.FromSeconds(10));
        await accounts.AssertStoredAsync("acme");
        await Wait.UntilAsync(() => node.Board.FailingAccounts.Count == 0);
    }

    [Test]
    public async Task Account_without_its_variable_is_followed_when_its_definition_is_repaired()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await using var accounts = await EmulatedAccounts.CreateAsync(database, "acme");
        await accounts.Table.SetAsync(
            new AccountDefinition("acme", "/", """{"accounts":[{"name":"acme","url":"${MISSING}","token":{"env":"A"}}]}"""),
            CancellationToken.None);
        await using var node = FleetNodes.Create(database, _log, clock: _clock);
        _ = node.Start("acme", revision: 1, () => { });
        await FailsAsync(node, "acme", "account acme(1,35): accounts[0].url: the environment variable MISSING is not set");

        await accounts.SetAsync("acme");
        _clock.Advance(TimeSpan.FromSeconds(10));
        await accounts.AssertStoredAsync("acme");
    }

    [Test]
    public async Task Destination_needs_a_folder_for_dead_letters()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await new AccountTable(database.Source).SetAsync(
            new AccountDefinition("acme", "/", """
                { "outputs": [ { "type": "https", "url": "https://localhost:1" } ],
                  "accounts": [ { "name": "acme", "url": "https://localhost:1", "token": { "env": "A" } } ] }
                """),
            CancellationToken.None);
        await using var node = FleetNodes.Create(database, _log, clock: _clock);
        _ = node.Start("acme", revision: 1, () => { });
        await FailsAsync(node, "acme", "the output https needs a folder for dead letters. Start the node with --state FOLDER.");
    }

    [Test]
    public async Task Missing_account_does_not_stop_the_node()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await using var node = FleetNodes.Create(database, _log, clock: _clock);
        var account = node.Start("acme", revision: 1, () => { });
        await FailsAsync(node, "acme", "the account acme was removed.");
        await node.StopAsync(account);
        Assert.That((node.Running.Count, node.Board.Accounts.Count, node.Board.FailingAccounts.Count), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public async Task Released_account_calls_its_owner_once()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await using var node = FleetNodes.Create(database, _log, clock: _clock);
        var ended = 0;
        var account = node.Start("acme", revision: 1, () => ended++);
        account.Release();
        account.Release();
        Assert.That(ended, Is.EqualTo(1));
        Assert.That((node.Counters.StartedAccounts, account.Revision), Is.EqualTo((1, 1)));
    }

    private async Task FailsAsync(FleetNode node, string account, string problem)
    {
        await Wait.UntilAsync(() => node.Board.FailingAccounts.ContainsKey(account));
        Assert.That(node.Board.FailingAccounts[account], Does.StartWith(problem));
        await Wait.UntilAsync(() => _log.ToString().Contains(problem, StringComparison.Ordinal));
        Assert.That(_log.ToString(), Does.StartWith("op-events: acme: "));
    }
}
