using System.Text;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Testing.Databases;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>The output postgresql, and the commands for its database.</summary>
[Category("InProcess")]
[RequiresPostgreSql]
public sealed class PostgreSqlOutputTests
{
    [Test]
    public async Task Follow_stores_each_event_once_and_needs_no_state_folder()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var follower = await FollowFixture.CreateAsync();
        for (var run = 0; run < 2; run++)
        {
            var result = await RunAsync(follower, database.ConnectionString);
            Assert.That(result.ExitCode, Is.Zero, result.Error);
        }
        foreach (var feed in CliFixture.AllFeeds)
        {
            var stored = await database.BodiesAsync(CliFixture.Name(feed));
            Assert.That(stored.Select(Encoding.UTF8.GetString), Is.EqualTo(follower.Served(feed)));
        }
        Assert.That(follower.State, Does.Not.Exist);
    }

    [Test]
    public async Task Missing_tables_are_an_error_that_names_the_command()
    {
        await using var database = new TestDatabase(await (await PostgreSqlServer.SharedAsync()).CreateEmptyDatabaseAsync());
        await using var follower = await FollowFixture.CreateAsync();
        var run = await RunAsync(follower, database.ConnectionString);
        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(run.Error, Does.Contain("relation \"op_events.follower\" does not exist. Run `op-events db migrate`."));

        var migrated = await DbAsync("migrate", "--connection", database.ConnectionString);
        Assert.That((migrated.ExitCode, migrated.Error), Is.EqualTo((0, "Created the schema op_events, version 2.\n")));
        Assert.That((await RunAsync(follower, database.ConnectionString)).ExitCode, Is.Zero);
        migrated = await DbAsync("migrate", "--connection", database.ConnectionString);
        Assert.That(migrated.Error, Is.EqualTo("The schema op_events has version 2 already.\n"));
    }

    [Test]
    public async Task Config_check_checks_the_database_and_predicts_the_start()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var empty = new TestDatabase(await (await PostgreSqlServer.SharedAsync()).CreateEmptyDatabaseAsync());
        await using var follower = await FollowFixture.CreateAsync();
        var config = WriteConfig(follower, database.ConnectionString);
        Assert.That((await new CliRunner().StartAsync(["follow", "--once", "--config", config])).ExitCode, Is.Zero);

        var run = await new CliRunner().StartAsync(["config", "check", config]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.OutputText, Does.Match("acme-auditevents +continues from its checkpoint of .*: 60 events"));
        Assert.That(run.OutputText, Does.Contain("the database has the tables, and the role can write to them."));
        Assert.That(run.OutputText, Does.Contain("exactly once").And.Not.Contain("state  "));

        run = await new CliRunner().StartAsync(["config", "check", WriteConfig(follower, empty.ConnectionString)]);
        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(run.OutputText, Does.Contain("Run `op-events db migrate`."));
    }

    [Test]
    public async Task Role_without_privileges_is_reported()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var follower = await FollowFixture.CreateAsync();
        await database.ExecuteAsync("CREATE ROLE powerless LOGIN; GRANT USAGE ON SCHEMA op_events TO powerless");
        var connection = database.ConnectionString.Replace("Username=postgres", "Username=powerless", StringComparison.Ordinal);
        var run = await RunAsync(follower, connection);
        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(run.Error, Does.Contain("permission denied").And.Contain("op-events db grants"));
    }

    [Test]
    public async Task Status_shows_the_feeds_and_prune_keeps_the_latest_events()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var follower = await FollowFixture.CreateAsync();
        var config = WriteConfig(follower, database.ConnectionString);
        Assert.That((await DbAsync("status", "--config", config)).Error, Is.EqualTo("The database has no followed feed.\n"));
        await new CliRunner().StartAsync(["follow", "--once", "--config", config]);

        var status = await DbAsync("status", "--config", config);
        Assert.That(status.OutputText, Does.Match(@"acme-auditevents\n  events +60 events, the last of .*\n  committed .*\n  owner .*process \d+\n"));

        await database.ExecuteAsync("UPDATE op_events.event SET received = '2026-01-01T00:00:00Z'");
        var pruned = await DbAsync("prune", "--config", config, "--keep", "1d");
        Assert.That(pruned.Error, Does.StartWith("Removed 0 events that were stored before "), "the latest 5,000 events stay");
    }

    [Test]
    public async Task State_shows_and_changes_the_checkpoints_of_the_database()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var follower = await FollowFixture.CreateAsync();
        var config = WriteConfig(follower, database.ConnectionString);
        var empty = await StateAsync("show", "--config", config);
        Assert.That((empty.ExitCode, empty.Error), Is.EqualTo((0, $"No feed of {config} has a checkpoint yet.\n")));
        var missing = await StateAsync("set", "acme-auditevents", "--config", config, "--since", "30d", "--yes");
        Assert.That((missing.ExitCode, missing.Error), Is.EqualTo((7, "op-events: the checkpoint acme-auditevents does not exist yet.\n")));
        await new CliRunner().StartAsync(["follow", "--once", "--config", config]);

        var shown = await StateAsync("show", "--config", config);
        Assert.That(shown.OutputText, Does.Match(@"acme-auditevents +60 .*\nacme-itemusages +60 .*\nacme-signinattempts +60 "));
        var set = await StateAsync("set", "acme-auditevents", "--config", config, "--since", "30d", "--yes");
        Assert.That(set.Error, Does.Match("^acme-auditevents: restarts at .*, dropping duplicates of the latest 60 events.\n$"));
        Assert.That((await StateAsync("show", "acme-auditevents", "--config", config, "--cursors")).OutputText, Does.Match("cursor +-"));

        await new CliRunner().StartAsync(["follow", "--once", "--config", config]);
        var again = await StateAsync("show", "acme-auditevents", "--config", config);
        Assert.That(again.OutputText, Does.Match("events +60 events").And.Match("duplicates +60"));
        Assert.That(await database.BodiesAsync("acme-auditevents"), Has.Count.EqualTo(60));
    }

    [Test]
    public async Task State_of_a_feed_that_another_process_follows_is_not_changed()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var follower = await FollowFixture.CreateAsync();
        var config = WriteConfig(follower, database.ConnectionString);
        follower.StartOf(["--config", config]);
        await follower.ReportedAsync("acme-signinattempts");

        var set = await StateAsync("set", "acme-signinattempts", "--config", config, "--since", "30d", "--yes");

        Assert.That(set.ExitCode, Is.EqualTo(7));
        Assert.That(set.Error, Does.Contain("follow"));
        Assert.That((await follower.StopAsync()).ExitCode, Is.Zero);
    }

    [Test]
    public async Task Two_outputs_with_the_same_database_are_rejected()
    {
        await using var follower = await FollowFixture.CreateAsync();
        var config = WriteConfig(follower, "Host=db;Database=events");
        var text = await File.ReadAllTextAsync(config);
        const string First = """{ "type": "postgresql",""";
        var one = text[text.IndexOf(First, StringComparison.Ordinal)..text.LastIndexOf(']')];
        await File.WriteAllTextAsync(config, text.Replace(First, $$"""{ "name": "other", {{one[1..].Trim()}}, {{First}}""", StringComparison.Ordinal));

        var run = await new CliRunner().StartAsync(["config", "check", config]);

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain("another output stores the events in postgresql://db/events. Choose another place, or remove this output"));
    }

    [TestCase("show", "specify either --state or --config.")]
    [TestCase("show --state a --config b", "specify either --state or --config.")]
    [TestCase("set auditevents --since 2d", "specify either --state or --config.")]
    public async Task Place_of_the_checkpoints_is_required(string args, string error)
    {
        var run = await StateAsync(args.Split(' '));
        Assert.That((run.ExitCode, run.ErrorLines[0]), Is.EqualTo((2, $"op-events: {error}")));
    }

    [Test]
    public async Task Script_and_grants_are_printed()
    {
        var script = await DbAsync("script");
        Assert.That((script.ExitCode, script.OutputText), Is.EqualTo((0, OnePassword.Events.PostgreSql.PostgreSqlSchema.Script)));
        Assert.That((await DbAsync("grants", "op")).OutputText, Does.Contain("GRANT SELECT, INSERT ON op_events.event TO \"op\";"));
        Assert.That((await DbAsync("grants", "op", "--read")).OutputText, Does.Not.Contain("INSERT"));
    }

    [TestCase("migrate", "specify either --config or --connection.")]
    [TestCase("migrate --connection Host=db;Password=x", "--connection contains a password.")]
    [TestCase("migrate --connection nonsense", "--connection must be a connection string, such as Host=db;")]
    [TestCase("migrate --connection Database=x", "--connection has no Host.")]
    [TestCase("status --connection Host=db --output x", "--output requires --config.")]
    [TestCase("prune --connection Host=db", "--keep")]
    public async Task Contradictory_options_are_rejected(string args, string error)
    {
        var run = await DbAsync(args.Split(' '));
        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain(error));
    }

    [Test]
    public async Task Export_does_not_accept_a_database()
    {
        var run = await new CliRunner().StartAsync(
            ["export", "--emulator", "--to", "postgresql", "--set", "connection=Host=db", "--state", "state"]);
        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain("op-events follow --once"));
    }

    private static string WriteConfig(FollowFixture follower, string connection)
    {
        follower.Folder.Write("token", follower.Server.Token);
        return follower.Folder.Write(
            "follow.json",
            $$"""
            {
              "accounts": [{ "name": "acme", "url": "{{follower.Server.BaseAddress}}", "token": { "file": "token" } }],
              "state": "state", "outputs": [{ "type": "postgresql", "connection": "{{connection}}" }]
            }
            """);
    }

    private static Task<CliResult> StateAsync(params string[] args) => new CliRunner().StartAsync(["state", .. args]);

    private static Task<CliResult> DbAsync(params string[] args) => new CliRunner().StartAsync(["db", .. args]);

    private static Task<CliResult> RunAsync(FollowFixture follower, string connection) => follower.RunAsync(
        "--url", follower.Server.BaseAddress.AbsoluteUri, "--once", "--to", "postgresql", "--set", $"connection={connection}");
}
