using System.Text.RegularExpressions;

namespace OnePassword.Events.Fleet.Tests.Commands;

/// <summary><c>op-events-fleet status</c>, with a node.</summary>
public sealed class StatusTests
{
    [Test]
    public async Task Status_shows_failing_and_paused_accounts_and_with_all_those_that_caught_up()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await using var accounts = await EmulatedAccounts.CreateAsync(database, "acme", "globex", "omega");
        await accounts.SetAsync("globex", token: "s3cret-token-of-the-test");
        await accounts.Table.PauseAsync(["omega"], isPaused: true, CancellationToken.None);
        await using var cluster = await FleetCluster.StartAsync(1, database);
        var tool = new FleetRunner { Secrets = { "s3cret-token-of-the-test" } };
        await database.ExecuteAsync( // The membership of these tests is in memory.
            $"""
            INSERT INTO op_events_cluster.membership (fleet) VALUES ('test');
            INSERT INTO op_events_cluster.node (fleet, address, port, generation, name, host, status, proxy_port, started, alive)
            VALUES ('test', 'test', 1, 1, '{cluster.Nodes.Values.Single().Options.Name}', 'test', 3, 0, now(), now());
            """);
        var text = "";
        await Wait.UntilAsync(async () =>
            (text = await StatusAsync()).Contains("1 caught up, 1 failing, 1 paused", StringComparison.Ordinal));

        var node = Regex.Escape(cluster.Nodes.Values.Single().Options.Name);
        Assert.That(
            text,
            Does.Match($"(?m)^globex +{node} +0 +failing: .*401").And.Match("(?m)^omega +0 +paused$").And.Not.Contain("acme"));
        Assert.That(text, Does.EndWith("\n3 accounts: 1 caught up, 1 failing, 1 paused\n"));
        Assert.That(await StatusAsync("--all"), Does.Match($"(?m)^acme-auditevents +{node} +3 +caught up$"));

        async Task<string> StatusAsync(params string[] args)
        {
            var run = await tool.StartAsync(["status", "--connection", database.ConnectionString, .. args]);
            Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
            return run.OutputText;
        }
    }

    [Test]
    public async Task Status_shows_active_nodes_and_the_number_of_their_accounts()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await database.ExecuteAsync(
            """
            INSERT INTO op_events_cluster.membership (fleet) VALUES ('op-events');
            INSERT INTO op_events_cluster.node (fleet, address, port, generation, name, host, status, proxy_port, started, alive)
            SELECT 'op-events', '127.0.0.1', port, 1, '127.0.0.1:' || port, 'host', status, 0, now() - interval '1 hour', now()
            FROM (VALUES (11111, 3), (11112, 3), (11113, 6)) AS n (port, status);
            INSERT INTO op_events_fleet.account (name, definition, folder) VALUES ('acme', '{}', '/'), ('globex', '{}', '/');
            INSERT INTO op_events_fleet.feed_status (name, account, node, state, text)
            VALUES ('acme-auditevents', 'acme', '127.0.0.1:11111', 'caught up', 'caught up'),
                ('acme-itemusages', 'acme', '127.0.0.1:11111', 'caught up', 'caught up');
            """);
        var run = await FleetRunner.RunAsync(database, "status");
        Assert.That(
            run.OutputText,
            Does.Match(@"(?m)^127.0.0.1:11111 +1 +60m$").Or.Match(@"(?m)^127.0.0.1:11111 +1 +1h$"));
        Assert.That(run.OutputText, Does.Match(@"(?m)^127.0.0.1:11112 +0 ").And.Not.Contain("11113"), "a dead node is left out");
        Assert.That(run.OutputText, Does.Contain("globex").And.EndWith("2 accounts: 2 caught up, 1 starting\n"));
    }
}
