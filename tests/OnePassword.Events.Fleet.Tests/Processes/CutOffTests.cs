using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Fleet.Tests.Processes;

/// <summary>One node loses the database, and the other nodes do not.</summary>
[Category("Slow")]
public sealed class CutOffTests
{
    [Test]
    public async Task Node_that_does_not_reach_the_database_ends_and_other_nodes_follow_its_accounts()
    {
        await using var fixture = await FleetFixture.StartAsync(nodes: 1, accounts: 6);
        await using var flow = fixture.Append();
        await using var proxy = new DatabaseProxy(fixture.ConnectionString);
        var node = fixture.AddNode(proxy.ConnectionString);
        await node.RunAsync();
        await FleetFixture.UntilAsync(async () => (await fixture.Journal.AccountsOfAsync(node.Writer)).Count > 0);

        proxy.Cut();
        var (exitCode, _, error) = await node.Process.EndAsync();
        await fixture.TakenOverAsync(node.Writer);

        Assert.That(exitCode, Is.EqualTo(ExitCode.Output), error);
        Assert.That(error, Does.Contain($"node {node.Name} does not reach the database, and other nodes do."));
        Assert.That((await fixture.Nodes[0].GetAsync("/readyz")).Status, Is.EqualTo(200));
        await flow.StopAsync();
        await fixture.VerifyAsync();
    }
}
