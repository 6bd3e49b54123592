namespace OnePassword.Events.Fleet.Tests.Commands;

/// <summary>The database that each command needs.</summary>
public sealed class ConnectionTests
{
    private static readonly string[][] Commands =
    [
        ["run"], ["migrate"], ["account", "list"], ["account", "pause", "acme"], ["status"],
        ["state", "set", "acme-auditevents", "--since", "2d"], ["state", "reset", "acme-auditevents"],
    ];

    [Test]
    public async Task Command_without_a_connection_names_both_ways([ValueSource(nameof(Commands))] string[] command) =>
        (await new FleetRunner().StartAsync(command)).FailedWith(2, "no database", "--connection", "OP_EVENTS_FLEET_CONNECTION");

    [Test]
    public async Task Connection_comes_from_the_variable()
    {
        await using var database = await FleetDatabase.CreateAsync();
        var tool = new FleetRunner { Environment = { ["OP_EVENTS_FLEET_CONNECTION"] = database.ConnectionString } };
        var run = await tool.StartAsync(["status"]);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
    }

    [TestCase("nonsense", "must be a connection string, such as Host=")]
    [TestCase("Database=events", "has no Host")]
    [TestCase("Host=localhost;Password=s3cret", "contains a password", "PGPASSWORD")]
    public async Task Invalid_connection_string_is_a_usage_error(string connection, params string[] expected)
    {
        var tool = new FleetRunner { Secrets = { "s3cret" } };
        (await tool.StartAsync(["status", "--connection", connection])).FailedWith(2, ["--connection ", .. expected]);
        tool.Environment["OP_EVENTS_FLEET_CONNECTION"] = connection;
        (await tool.StartAsync(["status"])).FailedWith(2, ["OP_EVENTS_FLEET_CONNECTION ", .. expected]);
    }

    [TestCase("account", "list")]
    [TestCase("account", "pause", "acme")]
    [TestCase("status")]
    [TestCase("state", "reset", "acme-auditevents", "--yes")]
    public async Task Database_without_tables_is_explained(params string[] command)
    {
        await using var database = await FleetDatabase.CreateEmptyAsync();
        (await FleetRunner.RunAsync(database, command)).FailedWith(6, "the database has no fleet yet", "op-events-fleet migrate");
    }

    [Test]
    public async Task Database_with_the_tables_of_events_alone_is_explained()
    {
        await using var database = await TestDatabase.CreateAsync();
        (await FleetRunner.RunAsync(database, "status")).FailedWith(
            6, "the database has no fleet yet", "op-events-fleet migrate");
    }

    [TestCase("status")]
    [TestCase("migrate")]
    [TestCase("run")]
    public async Task Server_that_does_not_listen_is_explained(string command)
    {
        var run = await new FleetRunner().StartAsync([command, "--connection", "Host=127.0.0.1;Port=1;Username=postgres"]);
        run.FailedWith(6, "PostgreSQL: ", "Check that the address is correct and that the service runs.");
    }

    [Test]
    public async Task Database_that_does_not_exist_is_explained()
    {
        await using var database = await FleetDatabase.CreateAsync();
        var connection = new Npgsql.NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = "missing" };
        var run = await new FleetRunner().StartAsync(["status", "--connection", connection.ConnectionString]);
        run.FailedWith(
            6, "database \"missing\" does not exist. Create the database, or correct Database in the connection string.");
    }
}
