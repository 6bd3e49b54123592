using System.Text.Json;

namespace OnePassword.Events.Fleet.Tests.Processes;

/// <summary>A fleet of one node gets another one.</summary>
[Category("Slow")]
public sealed class JoiningNodeTests
{
    private const int Accounts = 12;

    [Test]
    public async Task Node_that_joins_gets_its_share_and_a_node_of_another_fleet_does_not_start()
    {
        await using var fixture = await FleetFixture.StartAsync(nodes: 1, Accounts);
        await using var flow = fixture.Append();
        var first = fixture.Nodes[0];
        await fixture.SpreadAsync(first);
        await AssertPagesAsync(first);
        await fixture.RejectsOtherFleetAsync();

        var second = fixture.AddNode();
        await second.RunAsync();
        await FleetFixture.UntilAsync(async () => await OwnedAsync(second) is > 0 and var owned
            && await OwnedAsync(first) + owned == Accounts
            && (await fixture.Journal.AccountsOfAsync(second.Writer)).Count == (int)owned);
        await fixture.SpreadAsync(first, second);

        Assert.That(await first.MetricAsync("nodes"), Is.EqualTo(2));
        await flow.StopAsync();
        var journal = await fixture.VerifyAsync();
        var moved = journal.Where(entry => entry.Writer == second.Writer).DistinctBy(entry => entry.Account, StringComparer.Ordinal);
        Assert.That(moved.Count(), Is.EqualTo(await OwnedAsync(second)), "no other account has moved");
    }

    private static Task<double> OwnedAsync(TestNode node) => node.MetricAsync("accounts_owned");

    private static async Task AssertPagesAsync(TestNode node)
    {
        Assert.That(await node.GetAsync("/readyz"), Is.EqualTo((200, "ready\n")));
        var (status, health) = await node.GetAsync("/healthz");
        Assert.That(status, Is.EqualTo(200), health);
        using var json = JsonDocument.Parse(health);
        Assert.That(json.RootElement.ValueKind, Is.EqualTo(JsonValueKind.Object));
        Assert.That((await node.GetAsync("/")).Status, Is.EqualTo(404));

        Assert.That(await node.MetricAsync("nodes"), Is.EqualTo(1));
        Assert.That(await OwnedAsync(node), Is.EqualTo(Accounts));
        Assert.That(await node.MetricAsync("accounts_started_total"), Is.EqualTo(Accounts));
        Assert.That(await node.MetricAsync("fenced_total"), Is.Zero);
        Assert.That(await node.MetricAsync("commit_seconds_count"), Is.Positive);
        Assert.That((await node.GetAsync("/metrics")).Text, Does.Contain("op_events_fleet_lag_seconds{quantile=\"0.99\"}"));
    }
}
