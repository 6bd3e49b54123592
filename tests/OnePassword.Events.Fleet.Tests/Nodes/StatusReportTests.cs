using OnePassword.Events.Fleet.Accounts;
using OnePassword.Events.Fleet.Nodes;

namespace OnePassword.Events.Fleet.Tests.Nodes;

/// <summary>The rows that a node writes for its accounts.</summary>
public sealed class StatusReportTests
{
    private readonly FakeTimeProvider _clock = new();

    [Test]
    public async Task Row_is_written_when_its_state_changes_or_its_text_for_ten_seconds()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await using var node = FleetNodes.Create(database, TextWriter.Null, clock: _clock);
        var account = await AddAsync(database, node);
        var report = new StatusReport(node);

        Assert.That(await WrittenAsync(), Is.EqualTo("acme 127.0.0.1:11111 starting connecting"));
        node.Board.OnAccountFailed(account, "first");
        Assert.That(await WrittenAsync(), Is.EqualTo("acme 127.0.0.1:11111 failing failing: first"));
        node.Board.OnAccountFailed(account, "second");
        Assert.That(await WrittenAsync(), Does.EndWith("first"), "a text changes all the time");
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.That(await WrittenAsync(), Does.EndWith("second"));
        node.Board.Remove(account);
        Assert.That(await WrittenAsync(), Is.Null);

        async Task<object?> WrittenAsync()
        {
            await report.WriteAsync(CancellationToken.None);
            return (await database.ColumnAsync(
                "SELECT concat_ws(' ', name, node, state, text) FROM op_events_fleet.feed_status")).SingleOrDefault();
        }
    }

    [Test]
    public async Task Row_of_an_account_that_moved_is_left_to_its_new_node()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await using var node = FleetNodes.Create(database, TextWriter.Null, clock: _clock);
        var account = await AddAsync(database, node);
        var report = new StatusReport(node);
        await report.WriteAsync(CancellationToken.None);
        await database.ExecuteAsync("UPDATE op_events_fleet.feed_status SET node = '127.0.0.1:11112'");
        node.Board.Remove(account);
        await report.WriteAsync(CancellationToken.None);
        Assert.That(await database.ValueAsync("SELECT node FROM op_events_fleet.feed_status"), Is.EqualTo("127.0.0.1:11112"));
    }

    [Test]
    public async Task Account_that_was_removed_has_no_row()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await using var node = FleetNodes.Create(database, TextWriter.Null, clock: _clock);
        _ = await AddAsync(database, node);
        await node.Table.RemoveAsync(["acme"], CancellationToken.None);
        await new StatusReport(node).WriteAsync(CancellationToken.None);
        Assert.That(await database.ColumnAsync("SELECT name FROM op_events_fleet.feed_status"), Is.Empty);
    }

    private static async Task<Cli.Accounts.Account> AddAsync(TestDatabase database, FleetNode node)
    {
        var definition = new AccountDefinition("acme", "/", """{"accounts":[{"name":"acme","token":{"env":"A"}}]}""");
        await node.Table.SetAsync(definition, CancellationToken.None);
        var account = definition.Read(database.Output(), node.KnownOutputs, node.Cli).Accounts.Single().Account;
        node.Board.Add(account);
        return account;
    }
}
