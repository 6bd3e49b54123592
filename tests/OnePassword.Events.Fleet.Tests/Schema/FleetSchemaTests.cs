using Npgsql;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Fleet.Accounts;
using OnePassword.Events.Fleet.Schema;

namespace OnePassword.Events.Fleet.Tests.Schema;

/// <summary>The tables of the fleet.</summary>
public sealed class FleetSchemaTests
{
    private const string Tables = "SELECT count(*)::int FROM pg_tables WHERE schemaname LIKE 'op\\_events%'";

    [Test]
    public async Task Migration_by_several_processes_at_once_and_again_creates_the_tables_once()
    {
        await using var database = await FleetDatabase.CreateEmptyAsync();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ =>
        {
            await using var process = NpgsqlDataSource.Create(database.ConnectionString + ";Pooling=false");
            await FleetSchema.MigrateAsync(process, CancellationToken.None);
        }));
        var tables = await database.ValueAsync(Tables);
        Assert.That(await database.ValueAsync("SELECT count(*)::int FROM op_events_fleet.migration"), Is.EqualTo(1));

        var run = await FleetRunner.RunAsync(database, "migrate");
        Assert.That((run.ExitCode, run.OutputText), Is.EqualTo((0, "")), run.Error);
        Assert.That(run.Error, Does.Contain("op_events, op_events_fleet and op_events_cluster are up to date"));
        Assert.That(await database.ValueAsync(Tables), Is.EqualTo(tables).And.GreaterThan(5));
    }

    [Test]
    public async Task Migration_keeps_the_events_of_op_events_follow()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync("INSERT INTO op_events.follower (name, account) VALUES ('acme-auditevents', 'acme')");
        await FleetSchema.MigrateAsync(database.Source, CancellationToken.None);
        Assert.That(await database.ValueAsync("SELECT name FROM op_events.follower"), Is.EqualTo("acme-auditevents"));
        Assert.That(await database.ColumnAsync("SELECT name FROM op_events_fleet.account"), Is.Empty);
    }

    [Test]
    public async Task Role_that_may_not_create_schemas_gets_a_remedy_and_nothing_changes()
    {
        await using var database = await FleetDatabase.CreateEmptyAsync();
        await using var role = await LoginAsync(database);
        (await FleetRunner.RunAsync(role, "migrate")).FailedWith(6, "PostgreSQL: permission denied", "op-events-fleet migrate");
        Assert.That(await database.ValueAsync(Tables), Is.Zero);
    }

    [Test]
    public async Task Database_with_another_encoding_is_rejected_and_nothing_changes()
    {
        await using var database = await FleetDatabase.CreateEmptyAsync("LATIN1");
        (await FleetRunner.RunAsync(database, "migrate")).FailedWith(6, "must have the encoding UTF8");
        Assert.That(await database.ValueAsync(Tables), Is.Zero);
    }

    [TestCase("migrate")]
    [TestCase("run")]
    public async Task Database_of_a_later_version_is_rejected(string command)
    {
        await using var database = await FleetDatabase.CreateAsync();
        await database.ExecuteAsync("INSERT INTO op_events_fleet.migration (version) VALUES (99)");
        (await FleetRunner.RunAsync(database, command)).FailedWith(7, "a later version of op-events-fleet", "version 99");
    }

    [Test]
    public async Task Granted_role_is_enough_for_nodes_and_commands_and_for_nothing_else()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await using var role = await LoginAsync(database);
        (await FleetRunner.RunAsync(role, "status")).FailedWith(6, "permission denied", "op-events-fleet grants ROLE");
        var name = new NpgsqlConnectionStringBuilder(role.ConnectionString).Username!;
        var grants = await new FleetRunner().StartAsync(["grants", name]);
        await database.ExecuteAsync(grants.OutputText);

        await FleetSchema.MigrateAsync(role.Source, CancellationToken.None);
        await FleetSchema.ClaimAsync(role.Source, "op-events", CancellationToken.None);
        await using (var accounts = await EmulatedAccounts.CreateAsync(role, "acme"))
        {
            await using var cluster = await FleetCluster.StartAsync(1, role);
            await accounts.AssertStoredAsync("acme");
            Assert.That((await FleetRunner.RunAsync(role, "state", "reset", "acme-auditevents", "--yes")).ExitCode, Is.Zero);
        }
        await MembershipTableTests.JoinAsync(role);
        Assert.That((await FleetRunner.RunAsync(role, "status", "--all")).OutputText, Does.Contain("acme"));
        Assert.That((await FleetRunner.RunAsync(role, "account", "remove", "acme", "--yes")).ExitCode, Is.Zero);

        foreach (var sql in new[]
        {
            "UPDATE op_events_cluster.OrleansQuery SET QueryText = ''", "DELETE FROM op_events_fleet.migration",
            "UPDATE op_events_fleet.fleet SET name = 'other'", "DELETE FROM op_events.event",
            "CREATE TABLE op_events_fleet.other (a int)",
        })
            Assert.That(
                () => role.ExecuteAsync(sql), Throws.InstanceOf<PostgresException>().With.Property("SqlState").EqualTo("42501"));
    }

    [Test]
    public async Task Database_has_one_fleet()
    {
        await using var database = await FleetDatabase.CreateAsync();
        await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => FleetSchema.ClaimAsync(database.Source, "first", CancellationToken.None)));
        var failure = Assert.ThrowsAsync<CliException>(
            () => FleetSchema.ClaimAsync(database.Source, "second", CancellationToken.None));
        Assert.That(failure!.Message, Does.Contain("belongs to the fleet 'first'"));
    }

    [Test]
    public async Task Feeds_of_a_removed_account_leave_the_status()
    {
        await using var database = await FleetDatabase.CreateAsync();
        var table = new AccountTable(database.Source);
        await table.SetAsync(new AccountDefinition("acme", "/", "{}"), CancellationToken.None);
        await database.ExecuteAsync(
            """
            INSERT INTO op_events_fleet.feed_status (name, account, node, state, text)
            VALUES ('acme-auditevents', 'acme', 'n', 's', 't')
            """);
        Assert.That(await table.RemoveAsync(["acme", "globex"], CancellationToken.None), Is.EqualTo(1));
        Assert.That(await database.ColumnAsync("SELECT name FROM op_events_fleet.feed_status"), Is.Empty);
    }

    private static async Task<TestDatabase> LoginAsync(TestDatabase database)
    {
        var name = $"role {Guid.NewGuid():N}";
        await database.ExecuteAsync($"CREATE ROLE \"{name}\" LOGIN");
        return new(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = name }.ConnectionString);
    }
}
