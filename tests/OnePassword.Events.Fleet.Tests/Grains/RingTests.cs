using System.Net;
using OnePassword.Events.Fleet.Cluster;

namespace OnePassword.Events.Fleet.Tests.Grains;

/// <summary>The spread of accounts over nodes.</summary>
public sealed class RingTests
{
    private static readonly string[] Accounts = [.. Enumerable.Range(1, 2_000).Select(number => $"customer-{number}")];

    [Test]
    public void Shares_of_nodes_differ_by_less_than_20_percent_from_the_mean([Values(3, 10)] int count)
    {
        var shares = Shares(Nodes(count));
        Assert.That(shares.Select(share => share.Count()), Has.Exactly(count).InRange(1_600 / count, 2_400 / count));
    }

    [Test]
    public void Only_the_share_of_a_leaving_node_moves_and_it_is_spread_over_the_others()
    {
        var all = Nodes(10);
        var before = Accounts.ToDictionary(account => account, account => Ring.OwnerOf(account, all), StringComparer.Ordinal);
        foreach (var leaving in new[] { all[0], all[4], all[9] })
        {
            IReadOnlyList<SiloAddress> left = [.. all.Where(node => !node.Equals(leaving))];
            var moved = Accounts.Where(account => !Equals(Ring.OwnerOf(account, left), before[account])).ToList();
            Assert.That(moved, Is.EqualTo(Accounts.Where(account => leaving.Equals(before[account]))));
            Assert.That(moved.Select(account => Ring.OwnerOf(account, left)).Distinct().Count(), Is.EqualTo(9));
        }
    }

    [Test]
    public void Order_of_the_nodes_does_not_matter()
    {
        var nodes = Nodes(10);
        IReadOnlyList<SiloAddress> reversed = [.. nodes.Reverse()];
        Assert.That(
            Accounts.Select(account => Ring.OwnerOf(account, reversed)),
            Is.EqualTo(Accounts.Select(account => Ring.OwnerOf(account, nodes))));
    }

    [Test]
    public void Node_that_starts_again_gets_the_same_accounts()
    {
        var nodes = Nodes(3);
        IReadOnlyList<SiloAddress> restarted = [.. nodes.Select(node => SiloAddress.New(node.Endpoint, node.Generation + 1))];
        Assert.That(
            Accounts.Select(account => Ring.OwnerOf(account, restarted)!.Endpoint),
            Is.EqualTo(Accounts.Select(account => Ring.OwnerOf(account, nodes)!.Endpoint)));
    }

    // A version that computes other owners would fight with the nodes of this version during an upgrade.
    [TestCase("acme", 0)]
    public void Owner_of_an_account_is_the_same_in_each_version(string account, int number)
    {
        var nodes = Nodes(3);
        Assert.That(Ring.OwnerOf(account, nodes), Is.EqualTo(nodes[number]));
    }

    [Test]
    public void Account_has_no_owner_without_nodes() => Assert.That(Ring.OwnerOf("acme", []), Is.Null);

    private static IEnumerable<IGrouping<SiloAddress?, string>> Shares(IReadOnlyList<SiloAddress> nodes) =>
        Accounts.GroupBy(account => Ring.OwnerOf(account, nodes));

    private static IReadOnlyList<SiloAddress> Nodes(int count) =>
        [.. Enumerable.Range(1, count).Select(number => SiloAddress.New(IPEndPoint.Parse($"10.0.0.{number}:11111"), 1))];
}
