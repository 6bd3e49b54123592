namespace OnePassword.Events.Fleet.Tests.Grains;

/// <summary>Many accounts on three nodes.</summary>
public sealed class SpreadTests
{
    private const int Count = 900;

    [Test]
    [Description("The accounts have no token on these nodes, so that they cost nothing but their start.")]
    public async Task Shares_of_nodes_differ_by_less_than_20_percent_from_the_mean()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await database.ExecuteAsync(
            $$$"""
            INSERT INTO op_events_fleet.account (name, folder, definition)
            SELECT 'customer-' || n, '/',
                '{"accounts":[{"name":"customer-' || n || '","url":"${MISSING}","token":{"env":"TOKEN"}}]}'
            FROM generate_series(1, {{{Count}}}) AS n
            """);
        await using var cluster = await FleetCluster.StartAsync(3, database);
        await cluster.AssignedAsync([.. Enumerable.Range(1, Count).Select(number => $"customer-{number}")]);

        Assert.That(
            cluster.Nodes.Values.Select(node => node.Running.Count), Has.Exactly(3).InRange(Count / 3 * 0.8, Count / 3 * 1.2));
    }
}
