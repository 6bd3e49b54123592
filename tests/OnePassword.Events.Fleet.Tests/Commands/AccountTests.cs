namespace OnePassword.Events.Fleet.Tests.Commands;

/// <summary><c>op-events-fleet account</c>.</summary>
public sealed class AccountTests
{
    [Test]
    public async Task List_shows_names_and_which_accounts_are_paused()
    {
        await using var database = await FleetAsync("globex", "acme");
        _ = await FleetRunner.RunAsync(database, "account", "pause", "globex");
        var run = await FleetRunner.RunAsync(database, "account", "list");
        Assert.That((run.ExitCode, run.OutputText, run.Error), Is.EqualTo((0, "acme\nglobex  paused\n", "")));
    }

    [Test]
    public async Task List_of_an_empty_fleet_says_how_to_add_accounts()
    {
        await using var database = await FleetDatabase.CreateAsync();
        var run = await FleetRunner.RunAsync(database, "account", "list");
        Assert.That((run.ExitCode, run.OutputText), Is.EqualTo((0, "")));
        Assert.That(run.Error, Does.Contain("no account").And.Contain("op-events-fleet apply"));
    }

    [Test]
    public async Task Pause_and_resume_count_the_accounts_that_changed()
    {
        await using var database = await FleetAsync("acme", "globex", "initech");
        Assert.That(await ErrorAsync("pause", "acme", "globex"), Is.EqualTo("Paused 2 accounts."));
        Assert.That(await ErrorAsync("pause", "acme", "initech"), Is.EqualTo("Paused 1 account."));
        Assert.That(await ErrorAsync("resume", "acme", "globex", "initech"), Is.EqualTo("Resumed 3 accounts."));
        Assert.That(await ErrorAsync("resume", "acme"), Is.EqualTo("Resumed 0 accounts."));

        async Task<string> ErrorAsync(params string[] args)
        {
            var run = await FleetRunner.RunAsync(database, ["account", .. args]);
            Assert.That(run.ExitCode, Is.Zero, run.Error);
            return run.ErrorLines.Single();
        }
    }

    [TestCase("pause")]
    [TestCase("resume")]
    [TestCase("remove", "--yes")]
    public async Task Unknown_account_is_a_usage_error_and_no_account_changes(string verb, params string[] args)
    {
        await using var database = await FleetAsync("acme", "globex");
        var run = await FleetRunner.RunAsync(database, ["account", verb, "globex", "acmee", .. args]);
        run.FailedWith(2, "the fleet has no account 'acmee'. Did you mean acme?");
        Assert.That(
            await database.ColumnAsync("SELECT is_paused FROM op_events_fleet.account"), Is.EqualTo(
                new object[] { false, false }));
    }

    [TestCase(null, 2, "Use --yes to confirm.")]
    [TestCase("\n", 130, "nothing was changed.")]
    [TestCase("yes\n", 0, "Removed 2 accounts.")]
    public async Task Remove_asks_for_confirmation(string? typed, int exitCode, string expected)
    {
        await using var database = await FleetAsync("acme", "globex", "initech");
        var tool = new FleetRunner { Typed = typed };
        var run = await tool.StartAsync(["account", "remove", "acme", "initech", "--connection", database.ConnectionString]);
        Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.Error);
        Assert.That(run.Error, Does.Contain(expected));
        if (typed is not null)
            Assert.That(run.Error, Does.StartWith("Remove acme and initech. Their events and checkpoints stay? [y/N] "));
        Assert.That(
            await database.ValueAsync("SELECT count(*)::int FROM op_events_fleet.account"), Is.EqualTo(exitCode == 0 ? 1 : 3));
    }

    [Test]
    public async Task Remove_does_not_ask_with_yes()
    {
        await using var database = await FleetAsync("acme", "globex");
        var run = await FleetRunner.RunAsync(database, "account", "remove", "acme", "--yes");
        Assert.That((run.ExitCode, run.ErrorLines), Is.EqualTo((0, new[] { "Removed 1 account." })));
        Assert.That(await database.ValueAsync("SELECT name FROM op_events_fleet.account"), Is.EqualTo("globex"));
    }

    [Test]
    public async Task Command_without_a_name_is_a_usage_error([Values("pause", "resume", "remove")] string verb)
    {
        var run = await new FleetRunner().StartAsync(["account", verb, "--connection", "Host=localhost"]);
        run.FailedWith(2, "name");
    }

    private static async Task<TestDatabase> FleetAsync(params string[] names)
    {
        var database = await FleetDatabase.CreateAsync();
        using var file = FollowFile.Of(names);
        Assert.That((await FleetRunner.RunAsync(database, "apply", file.Path)).ExitCode, Is.Zero);
        return database;
    }
}
