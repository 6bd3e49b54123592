using OnePassword.Events.Fleet.Nodes;

namespace OnePassword.Events.Fleet.Tests.Nodes;

/// <summary>The pages, the counters and the certificates of a node.</summary>
public sealed class NodeTests
{
    [Test]
    public async Task Metrics_have_the_accounts_commits_and_lag_of_the_node()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await using var accounts = await EmulatedAccounts.CreateAsync(database, "acme");
        await using var node = FleetNodes.Create(database, TextWriter.Null);
        _ = node.Start("acme", revision: 1, () => { });
        await accounts.AssertStoredAsync("acme");
        await Wait.UntilAsync(() => node.Board.Feeds.Any(feed => feed.Status.CaughtUp));

        var response = new FleetPages(node, () => 3, () => true).Respond("/metrics");

        Assert.That((response.Status, response.Type), Is.EqualTo((200, "text/plain; version=0.0.4; charset=utf-8")));
        foreach (var line in new[] { "nodes 3", "accounts_owned 1", "accounts_started_total 1", "fenced_total 0" })
            Assert.That(response.Body, Does.Contain($"\nop_events_fleet_{line}\n"));
        Assert.That(
            response.Body,
            Does.Match("(?m)^op_events_fleet_commit_seconds_count [1-9]").And.Match(
                "(?m)^op_events_fleet_commit_seconds_sum [0-9]"));
        foreach (var quantile in new[] { "0.5", "0.9", "0.99", "1" })
            Assert.That(response.Body, Does.Match($"(?m)^op_events_fleet_lag_seconds\\{{quantile=\"{quantile}\"\\}} [0-9]"));
        var names = response.Body.Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).ToList();
        Assert.That(names, Is.Unique.And.Some.StartsWith("# TYPE op_events_follow_"), "those of op-events follow too");
    }

    [Test]
    public async Task Readiness_depends_on_the_node_and_health_does_not_depend_on_accounts()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await using var node = FleetNodes.Create(database, TextWriter.Null);
        _ = node.Start("missing", revision: 1, () => { });
        await Wait.UntilAsync(() => node.Board.FailingAccounts.ContainsKey("missing"));
        var (ready, notReady) = (new FleetPages(node, () => 1, () => true), new FleetPages(node, () => 1, () => false));
        Assert.That((ready.Respond("/readyz").Status, notReady.Respond("/readyz").Status), Is.EqualTo((200, 503)));
        Assert.That((ready.Respond("/healthz").Status, notReady.Respond("/healthz").Status), Is.EqualTo((200, 200)));
        Assert.That((ready.Respond("/").Status, ready.Respond(null).Status), Is.EqualTo((404, 404)));
    }

    [Test]
    public void Silence_of_the_database_ends_with_each_reply()
    {
        var clock = new FakeTimeProvider();
        var contact = new DatabaseContact(clock);
        clock.Advance(TimeSpan.FromSeconds(7));
        Assert.That(contact.Silence, Is.EqualTo(TimeSpan.FromSeconds(7)));
        contact.Replied();
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.That(contact.Silence, Is.EqualTo(TimeSpan.FromSeconds(2)));
    }

    [Test]
    public void Outage_begins_with_the_first_failed_statement_and_ends_with_a_reply()
    {
        var clock = new FakeTimeProvider();
        var contact = new DatabaseContact(clock);
        clock.Advance(TimeSpan.FromHours(1)); // The process was stopped: no statement failed.
        Assert.That(contact.Outage, Is.EqualTo(TimeSpan.Zero));
        var start = clock.GetTimestamp();
        clock.Advance(TimeSpan.FromSeconds(10));
        contact.Failed(start);
        clock.Advance(TimeSpan.FromSeconds(2));
        contact.Failed(clock.GetTimestamp());
        Assert.That(contact.Outage, Is.EqualTo(TimeSpan.FromSeconds(12)));
        contact.Replied();
        Assert.That(contact.Outage, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void Only_certificates_of_the_authorities_are_trusted()
    {
        using var authority = new TestAuthority();
        using var other = new TestAuthority();
        using var own = authority.Issue("node 1");
        using var second = authority.Issue("node 2");
        using var stranger = other.Issue("node 1");
        using var root = authority.Certificate;
        var certificates = new NodeCertificates(own, [root]);
        Assert.That(
            (certificates.IsTrusted(own), certificates.IsTrusted(second), certificates.IsTrusted(stranger)), Is.EqualTo(
                (true, true, false)));
    }
}
