namespace OnePassword.Events.Fleet.Tests.Processes;

/// <summary>A node ends. The limits of the times are far above those of an idle machine.</summary>
[Category("Slow")]
public sealed class LostNodeTests
{
    [Test]
    public async Task Other_nodes_follow_the_accounts_of_a_killed_node_until_it_runs_again()
    {
        await using var fixture = await FleetFixture.StartAsync(nodes: 3, accounts: 9);
        await using var flow = fixture.Append();
        var node = await fixture.LargestAsync();
        var accounts = await fixture.Journal.AccountsOfAsync(node.Writer);

        var loss = await NodeLoss.OfAsync(node, "KILL");
        await fixture.TakenOverAsync(loss.Writer);
        await node.RunAsync();
        await FleetFixture.UntilAsync(async () => (await fixture.Journal.AccountsOfAsync(node.Writer)).Count == accounts.Count);

        Assert.That(await fixture.Journal.AccountsOfAsync(node.Writer), Is.EqualTo(accounts), "the same share");
        await AssertTakenOverAsync(fixture, flow, loss, TimeSpan.FromSeconds(30));
    }

    [Test]
    public async Task Other_nodes_follow_the_accounts_of_a_terminated_node()
    {
        await using var fixture = await FleetFixture.StartAsync(nodes: 2, accounts: 6);
        await using var flow = fixture.Append();
        var node = await fixture.LargestAsync();

        var loss = await NodeLoss.OfAsync(node, "TERM");
        var (exitCode, _, error) = await node.Process.EndAsync();
        await fixture.TakenOverAsync(loss.Writer);

        Assert.That(exitCode, Is.Zero, error);
        Assert.That(error, Does.Contain($"Node {node.Name} has ended."));
        await AssertTakenOverAsync(fixture, flow, loss, TimeSpan.FromSeconds(30));
    }

    [Test]
    public async Task Node_that_hung_and_was_replaced_ends_and_writes_nothing()
    {
        await using var fixture = await FleetFixture.StartAsync(nodes: 3, accounts: 9);
        await using var flow = fixture.Append();
        var node = await fixture.LargestAsync();

        var loss = await NodeLoss.OfAsync(node, "STOP");
        await fixture.DeadAsync(node);
        await fixture.TakenOverAsync(loss.Writer);
        var woken = TimeProvider.System.GetUtcNow();
        await node.Process.SignalAsync("CONT");
        var (exitCode, _, error) = await node.Process.EndAsync();

        Assert.That(exitCode, Is.AnyOf(FleetFixture.ExitCodesOfReplaced), error);
        Assert.That(
            error, Does.Contain("the other nodes count this node as dead").Or.Contain("does not reach the database").And.Contain("It ends"));
        var journal = await AssertTakenOverAsync(fixture, flow, loss, TimeSpan.FromSeconds(60));
        Assert.That(journal.Where(entry => entry.Writer == loss.Writer && entry.Time >= woken), Is.Empty);
    }

    private static async Task<IReadOnlyList<JournalEntry>> AssertTakenOverAsync(
        FleetFixture fixture, EventFlow flow, NodeLoss loss, TimeSpan limit)
    {
        await flow.StopAsync();
        var journal = await fixture.VerifyAsync();
        var times = loss.Takeovers(journal);
        TestContext.Out.WriteLine(NodeLoss.Describe(loss.Kind, times));
        Assert.That(times, Is.Not.Empty.And.All.LessThan(limit));
        return journal;
    }
}
