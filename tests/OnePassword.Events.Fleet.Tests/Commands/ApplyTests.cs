namespace OnePassword.Events.Fleet.Tests.Commands;

/// <summary><c>op-events-fleet apply</c>.</summary>
public sealed class ApplyTests
{
    [Test]
    public async Task Accounts_are_added_changed_and_kept()
    {
        await using var database = await FleetDatabase.CreateAsync();
        using var file = FollowFile.Of("acme", "globex");
        Assert.That(await ApplyAsync(database, file), Is.EqualTo(
            "Changed 2 accounts, left 0 accounts unchanged, removed 0 accounts."));
        var revisions = await RevisionsAsync(database);

        file.Write("acme", "initech");
        Assert.That(await ApplyAsync(database, file), Is.EqualTo(
            "Changed 1 account, left 1 account unchanged, removed 0 accounts, kept 1 account that the file does not have."));
        Assert.That(await NamesAsync(database), Is.EqualTo(new[] { "acme", "globex", "initech" }));
        Assert.That((await RevisionsAsync(database)).Take(2), Is.EqualTo(revisions), "no node starts an unchanged account again");

        file.WriteText("""{ "page_size": 7, "accounts": [ { "name": "acme", "token": { "env": "TOKEN" } } ] }""");
        Assert.That(await ApplyAsync(database, file), Is.EqualTo(
            "Changed 1 account, left 0 accounts unchanged, removed 0 accounts, kept 2 accounts that the file does not have."));
        Assert.That((await RevisionsAsync(database))[0], Is.Not.EqualTo(revisions[0]));
    }

    [Test]
    public async Task Paused_account_stays_paused()
    {
        await using var database = await FleetDatabase.CreateAsync();
        using var file = FollowFile.Of("acme");
        _ = await ApplyAsync(database, file);
        _ = await FleetRunner.RunAsync(database, "account", "pause", "acme");
        file.WriteText("""{ "page_size": 7, "accounts": [ { "name": "acme", "token": { "env": "TOKEN" } } ] }""");
        _ = await ApplyAsync(database, file);
        Assert.That(await database.ValueAsync("SELECT is_paused FROM op_events_fleet.account"), Is.True);
    }

    [Test]
    public async Task Name_in_other_letters_is_rejected()
    {
        await using var database = await FleetDatabase.CreateAsync();
        using var file = FollowFile.Of("acme");
        _ = await ApplyAsync(database, file);
        file.Write("globex", "ACME");
        (await FleetRunner.RunAsync(database, "apply", file.Path)).FailedWith(2, "the fleet has the account acme.", "not ACME");
        Assert.That(await NamesAsync(database), Is.EqualTo(new[] { "acme" }));
    }

    [TestCase(null, 2)]
    [TestCase("n\n", 130)]
    [TestCase("y\n", 0)]
    public async Task Prune_requires_confirmation_before_anything_changes(string? typed, int exitCode)
    {
        await using var database = await FleetDatabase.CreateAsync();
        using var file = FollowFile.Of("acme", "globex", "omega");
        _ = await ApplyAsync(database, file);
        file.Write("acme", "initech");
        var tool = new FleetRunner { Typed = typed };

        var run = await tool.StartAsync(["apply", file.Path, "--prune", "--connection", database.ConnectionString]);

        Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.Error);
        Assert.That(
            run.Error, typed is null
                ? Does.Contain("Use --yes to confirm.")
                : Does.Contain("Remove globex and omega. Their events and checkpoints stay? [y/N] "));
        Assert.That(
            await NamesAsync(database), Is.EqualTo(exitCode == 0 ? ["acme", "initech"] : new[] { "acme", "globex", "omega" }));
    }

    [Test]
    public async Task Prune_requires_no_confirmation_with_yes_or_without_anything_to_remove()
    {
        await using var database = await FleetDatabase.CreateAsync();
        using var file = FollowFile.Of("acme", "globex");
        Assert.That(await ApplyAsync(database, file, "--prune"), Does.EndWith("removed 0 accounts."));
        file.Write("acme");
        Assert.That(
            await ApplyAsync(database, file, "--prune", "--yes"),
            Is.EqualTo("Changed 0 accounts, left 1 account unchanged, removed 1 account."));
        Assert.That(await NamesAsync(database), Is.EqualTo(new[] { "acme" }));
    }

    [Test]
    public async Task Invalid_file_changes_nothing()
    {
        await using var database = await FleetDatabase.CreateAsync();
        using var file = FollowFile.WithText(
            """
            { "accounts": [
                { "name": "acme", "token": { "env": "TOKEN" } },
                { "name": "globex", "tokn": { "env": "TOKEN" } }
            ] }
            """);
        var run = await FleetRunner.RunAsync(database, "apply", file.Path, "--prune", "--yes");
        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(
            run.Error,
            Does.Contain($"{file.Path}(3,25): accounts[1].tokn: unknown key. Did you mean token?").And.Contain(
                "(3,5): accounts[1].token: is missing"));
        Assert.That(await NamesAsync(database), Is.Empty);
    }

    [Test]
    public async Task Missing_file_is_a_usage_error()
    {
        await using var database = await FleetDatabase.CreateAsync();
        (await FleetRunner.RunAsync(database, "apply", "missing.json")).FailedWith(2, "missing.json: the file does not exist");
    }

    [Test]
    public async Task Definitions_have_no_token()
    {
        const string Token = "s3cret-token-of-the-test";
        await using var database = await FleetDatabase.CreateAsync();
        using var file = FollowFile.Of("acme");
        var tool = new FleetRunner { Environment = { ["TOKEN"] = Token }, Secrets = { Token } };
        var run = await tool.StartAsync(["apply", file.Path, "--connection", database.ConnectionString]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(
            await database.ValueAsync("SELECT string_agg(a::text, '') FROM op_events_fleet.account a"),
            Does.Contain("TOKEN").And.Not.Contain(Token));

        file.WriteText($$"""{ "accounts": [ { "name": "acme", "token": "{{Token}}" } ] }""");
        run = await tool.StartAsync(["apply", file.Path, "--connection", database.ConnectionString]);
        run.FailedWith(2, "The token itself does not belong in this file");
    }

    private static async Task<string> ApplyAsync(TestDatabase database, FollowFile file, params string[] args)
    {
        var run = await FleetRunner.RunAsync(database, ["apply", file.Path, .. args]);
        Assert.That((run.ExitCode, run.OutputText), Is.EqualTo((0, "")), run.Error);
        return run.ErrorLines.Single();
    }

    private static Task<IReadOnlyList<object?>> NamesAsync(TestDatabase database) =>
        database.ColumnAsync("SELECT name FROM op_events_fleet.account ORDER BY name");

    private static Task<IReadOnlyList<object?>> RevisionsAsync(TestDatabase database) =>
        database.ColumnAsync("SELECT revision FROM op_events_fleet.account ORDER BY name");
}
