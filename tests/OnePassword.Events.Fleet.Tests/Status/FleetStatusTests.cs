using OnePassword.Events.Fleet.Status;

namespace OnePassword.Events.Fleet.Tests.Status;

/// <summary>The status in a terminal.</summary>
public sealed class FleetStatusTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private static readonly NodeRow[] Nodes =
    [
        new("10.0.0.5:11111", TimeSpan.FromSeconds(3), Now.AddDays(-2), 1_200),
        new("10.0.0.16:11111", TimeSpan.FromMinutes(3), Now.AddSeconds(-90.4), 3),
    ];

    private static readonly FeedRow[] Feeds =
    [
        new("acme-auditevents", "acme", "10.0.0.5:11111", "caught up", "caught up", 1_234_567, Now),
        new("acme-itemusages", "acme", "10.0.0.5:11111", "behind", "lag 5m", 20, Now),
        new("globex", "globex", "10.0.0.16:11111", "failing", "failing: the token is wrong, expired or revoked.", 0, null),
        new("omega", "omega", "", "paused", "", 0, null),
        new("initech", "initech", "", "starting", "", 0, null),
    ];

    [Test]
    public void Status_shows_nodes_and_what_needs_attention() => Assert.That(
        new FleetStatus(Nodes, Feeds, Now).Text(all: false, columns: null),
        Is.EqualTo(
            """
            NODE             ACCOUNTS  RUNS FOR
            10.0.0.5:11111   1,200     2d
            10.0.0.16:11111  3         1.5m      silent for 3m

            FEED             NODE             EVENTS  STATE
            acme-itemusages  10.0.0.5:11111   20      lag 5m
            globex           10.0.0.16:11111  0       failing: the token is wrong, expired or revoked.
            omega                             0       paused
            initech                           0       starting

            4 accounts: 1 behind, 1 caught up, 1 failing, 1 paused, 1 starting

            """.ReplaceLineEndings("\n")));

    [Test]
    public void Status_of_all_feeds_has_those_that_caught_up() => Assert.That(
        new FleetStatus(Nodes, Feeds, Now).Text(all: true, columns: null),
        Does.Contain("\nacme-auditevents  10.0.0.5:11111   1,234,567  caught up\n"));

    [Test]
    public void Lines_end_at_the_width_of_the_terminal()
    {
        var lines = new FleetStatus(Nodes, Feeds, Now).Text(all: true, columns: 60).Split('\n');
        Assert.That(lines, Is.All.Property("Length").LessThanOrEqualTo(60));
        Assert.That(lines, Has.Some.StartsWith("globex ").And.Some.EndsWith("…"));
    }

    [Test]
    public void Fleet_without_nodes_says_how_to_start_one() => Assert.That(
        new FleetStatus([], [], Now).Text(all: false, columns: null),
        Is.EqualTo("NODE  ACCOUNTS  RUNS FOR\nNo node runs. Start one with `op-events-fleet run`.\n\n0 accounts\n"));
}
