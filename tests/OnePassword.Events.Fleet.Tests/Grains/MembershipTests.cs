namespace OnePassword.Events.Fleet.Tests.Grains;

/// <summary>Nodes that join, stop, and are killed.</summary>
public sealed class MembershipTests
{
    private static readonly string[] Names = [.. Enumerable.Range(1, 12).Select(number => $"account-{number}")];

    [Test]
    public async Task Joining_node_gets_its_share_and_no_other_account_moves()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await using var accounts = await EmulatedAccounts.CreateAsync(database, Names);
        await using var cluster = await FleetCluster.StartAsync(3, database);
        await cluster.AssignedAsync(Names);
        await accounts.AssertStoredAsync(Names);
        var before = cluster.Running();

        var joined = await cluster.JoinAsync();
        await cluster.AssignedAsync(Names);

        Assert.That(cluster.Running().Except(before).Select(one => one.Key), Is.EquivalentTo(joined.Running.Keys));
        accounts.Append(Names);
        await accounts.AssertStoredAsync(Names);
    }

    [Test]
    public async Task Accounts_of_a_stopped_node_continue_on_the_others()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await using var accounts = await EmulatedAccounts.CreateAsync(database, Names);
        await using var cluster = await FleetCluster.StartAsync(3, database);
        await cluster.AssignedAsync(Names);
        var stopped = cluster.OwnerOf(Names[0])!;

        await cluster.StopAsync(stopped);
        Assert.That(stopped.Running, Is.Empty);
        await cluster.AssignedAsync(Names);

        accounts.Append(Names);
        await accounts.AssertStoredAsync(Names);
        Assert.That(cluster.Nodes.Values.Select(node => node.Counters.Fenced), Is.All.Zero, "the stopped node ended before");
    }

    [Test]
    public async Task Accounts_of_a_killed_node_continue_on_the_others()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await using var accounts = await EmulatedAccounts.CreateAsync(database, Names);
        await using var cluster = await FleetCluster.StartAsync(3, database);
        await cluster.AssignedAsync(Names);
        await accounts.AssertStoredAsync(Names);
        var killed = cluster.OwnerOf(Names[0])!;
        var own = killed.Running.Keys.ToList();
        var before = cluster.Running();

        await cluster.KillAsync(killed);
        await cluster.AssignedAsync(Names);

        Assert.That(cluster.Running().Except(before).Select(one => one.Key), Is.EquivalentTo(own), "only its accounts move");
        accounts.Append(Names);
        await accounts.AssertStoredAsync(Names);
    }
}
