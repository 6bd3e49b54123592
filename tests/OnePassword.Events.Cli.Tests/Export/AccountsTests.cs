using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Export;

/// <summary><c>export --config</c>: several accounts.</summary>
public sealed class AccountsTests
{
    private static readonly EmulatorOptions Acme = new() { EventsPerFeed = 40 };
    private static readonly EmulatorOptions Globex = new() { EventsPerFeed = 25, Seed = 2, Now = CliFixture.Now };

    [TestCase("--output", "out/{account}", "out/{0}/{1}.ndjson")]
    [TestCase("--name", "{account}-{feed}", "{0}-{1}.ndjson")]
    public async Task Each_account_of_the_file_has_its_own_files(string option, string value, string file)
    {
        await using var fixture = await CliFixture.StartAsync(Acme);
        await using var globex = await EventsEmulator.StartAsync(Globex);
        var config = Config(fixture, globex);

        var run = await RunAsync(fixture, config, option, option == "--output" ? fixture.Folder[value] : value);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        foreach (var feed in CliFixture.AllFeeds)
            Assert.That(fixture.Folder.Read(File("acme", feed)), Is.EqualTo(fixture.Lines(feed)), run.Error);
        Assert.That(
            CliFixture.SplitLines(fixture.Folder.Read(File("globex", EmulatorFeed.AuditEvents))), Has.Length.EqualTo(25));
        Assert.That(fixture.Folder.Files.Where(name => name.Contains("globex", StringComparison.Ordinal)
            && name.EndsWith(".ndjson", StringComparison.Ordinal)), Has.Exactly(1).Items, "the feeds of the file");
        Assert.That(run.ErrorLines, Has.Exactly(1).Matches("^globex-auditevents +complete +25 events ")
            .And.Exactly(3).Matches("^acme-[a-z]+ +complete +40 events "));

        string File(string account, EmulatorFeed feed) => string.Format(
            System.Globalization.CultureInfo.InvariantCulture, file, account, CliFixture.Name(feed));
    }

    [Test]
    public async Task Settings_of_the_file_apply_unless_an_option_replaces_them()
    {
        await using var fixture = await CliFixture.StartAsync(Acme);
        await using var globex = await EventsEmulator.StartAsync(Globex);
        var config = Config(
            fixture, globex, """ "outputs": [{ "type": "files", "folder": "files/{account}", "envelope": true }], "page_size": 7, "start": "3h", """);

        var run = await RunAsync(fixture, config, "--page-size", "5");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var lines = CliFixture.SplitLines(fixture.Folder.Read("files/acme/auditevents.ndjson"));
        Assert.That(lines, Has.Length.InRange(1, 20).And.All.StartsWith("""{"account":"acme","feed":"auditevents","region":"127.0.0.1"""));
        Assert.That(fixture.RequestsFor(EmulatorFeed.AuditEvents).Max(request => request.Items), Is.EqualTo(5));
    }

    [Test]
    public async Task Accounts_that_would_write_the_same_file_are_rejected_before_any_request()
    {
        await using var fixture = await CliFixture.StartAsync(Acme);
        await using var globex = await EventsEmulator.StartAsync(Globex);
        (await RunAsync(fixture, Config(fixture, globex), "--output", fixture.Folder["out"])).FailedWith(
            2, $"{fixture.Folder["out/auditevents.ndjson"]} would contain the events of several feeds or accounts. "
                + "Add {account} to --name or to the folder.");
        Assert.That(fixture.Server.Requests, Is.Empty);
        Assert.That(Directory.Exists(fixture.Folder["out"]), Is.False);
    }

    [Test]
    public async Task Failing_account_does_not_stop_the_others_and_determines_the_exit_code()
    {
        await using var fixture = await CliFixture.StartAsync(Acme);
        await using var globex = await EventsEmulator.StartAsync(Globex);
        var config = Config(fixture, globex);
        File.Delete(fixture.Folder["globex.token"]);
        fixture.Server.Inject(new Fault { Feed = EmulatorFeed.ItemUsages, Status = 404 });

        var run = await RunAsync(fixture, config, "--output", fixture.Folder["out/{account}"]);

        Assert.That(run.ExitCode, Is.EqualTo(2), run.Error);
        Assert.That(run.ErrorLines, Has.Exactly(1).StartsWith("op-events: globex: the token could not be read from"));
        Assert.That(run.ErrorLines, Has.Exactly(2).Matches("^acme-[a-z]+ +complete ").And.Exactly(1).Matches("^acme-itemusages +PARTIAL"));
        Assert.That(fixture.Folder.Read("out/acme/auditevents.ndjson"), Is.EqualTo(fixture.Lines(EmulatorFeed.AuditEvents)));
    }

    [Test]
    public async Task Account_with_a_rejected_token_gets_no_folder()
    {
        await using var fixture = await CliFixture.StartAsync(Acme);
        await using var globex = await EventsEmulator.StartAsync(Globex);
        var config = Config(fixture, globex);
        fixture.Folder.Write("globex.token", "t0ken-of-nobody");

        var run = await RunAsync(fixture, config, "--output", fixture.Folder["out/{account}"]);

        Assert.That(run.ExitCode, Is.EqualTo(3), run.Error);
        Assert.That(fixture.Folder["out/acme"], Does.Exist);
        Assert.That(fixture.Folder["out/globex"], Does.Not.Exist);
    }

    [Test]
    public async Task Messages_about_files_name_the_account_and_the_feed()
    {
        await using var fixture = await CliFixture.StartAsync(Acme);
        await using var globex = await EventsEmulator.StartAsync(Globex);
        Directory.CreateDirectory(fixture.Folder["out/globex"]);
        fixture.Folder.Write("out/globex/auditevents.ndjson", "old");
        fixture.Folder.Write("out/globex/auditevents.ndjson.partial", "old");

        var run = await RunAsync(
            fixture, Config(fixture, globex), "--output", fixture.Folder["out/{account}"], "--overwrite", "--log-format", "json");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        foreach (var kind in new[] { "file_replaced", "file_set_aside" })
        {
            Assert.That(run.ErrorLines, Has.Exactly(1).Contains($"\"{kind}\"")
                .And.Contains("\"account\":\"globex\"").And.Contains("\"feed\":\"auditevents\""), run.Error);
        }
    }

    [Test]
    public async Task File_that_only_export_uses_needs_no_state()
    {
        await using var fixture = await CliFixture.StartAsync(Acme);
        var config = fixture.Folder.Write("export.json", $$"""
            { "accounts": [{ "name": "acme", "url": "{{fixture.Url}}", "token": { "file": "acme.token" } }] }
            """);
        fixture.Folder.Write("acme.token", fixture.Server.Token);

        var run = await RunAsync(fixture, config, "--output", fixture.Folder["out"]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(fixture.Folder.Read("out/auditevents.ndjson"), Is.EqualTo(fixture.Lines(EmulatorFeed.AuditEvents)));
    }

    [Test]
    [Description("Regression: the manifests of a complete account were deleted, so that the failed account could not be resumed.")]
    public async Task Resume_continues_the_failed_account_and_keeps_the_complete_one()
    {
        await using var fixture = await CliFixture.StartAsync(Acme);
        await using var globex = await EventsEmulator.StartAsync(Globex);
        var config = Config(fixture, globex);
        string[] output = ["--name", "{account}-{feed}-{since}", "--output", fixture.Folder["out"], "--since", "2026-01-01", "--until", "2026-02-01"];
        globex.Inject(new Fault { Feed = EmulatorFeed.AuditEvents, Status = 404 });
        Assert.That((await RunAsync(fixture, config, output)).ExitCode, Is.EqualTo(5));

        var requests = fixture.RequestsFor(EmulatorFeed.AuditEvents).Count();
        var resumed = await RunAsync(fixture, config, [.. output, "--resume"]);

        Assert.That(resumed.ExitCode, Is.Zero, resumed.Error);
        Assert.That(fixture.RequestsFor(EmulatorFeed.AuditEvents).Count(), Is.EqualTo(requests), "acme is complete");
        Assert.That(
            CliFixture.SplitLines(fixture.Folder.Read("out/globex-auditevents-2026-01-01.ndjson")), Has.Length.EqualTo(25));
        Assert.That(fixture.Folder.Read("out/acme-auditevents-2026-01-01.ndjson"), Is.EqualTo(fixture.Lines(EmulatorFeed.AuditEvents)));
        Assert.That(Directory.GetFiles(fixture.Folder["out"], "*.export.json"), Is.Empty);
    }

    [Test]
    [Description("Regression: --resume replaced a file that was created while the export ran.")]
    public async Task Resume_does_not_replace_a_file_that_was_created_while_the_export_ran()
    {
        await using var fixture = await CliFixture.StartAsync(Acme);
        await using var globex = await EventsEmulator.StartAsync(Globex);
        var config = Config(fixture, globex);
        string[] output = ["--output", fixture.Folder["out/{account}"], "--since", "2026-01-01", "--until", "2026-02-01"];
        globex.Inject(new Fault { Feed = EmulatorFeed.AuditEvents, Status = 404 });
        Assert.That((await RunAsync(fixture, config, output)).ExitCode, Is.EqualTo(5));
        var file = fixture.Folder["out/acme/auditevents.ndjson"];
        File.Move(file, file + ".partial");
        await File.WriteAllTextAsync(file, "precious");

        (await RunAsync(fixture, config, [.. output, "--resume"])).FailedWith(2, "use --resume --overwrite to continue");
        Assert.That(await File.ReadAllTextAsync(file), Is.EqualTo("precious"));

        Assert.That((await RunAsync(fixture, config, [.. output, "--resume", "--overwrite"])).ExitCode, Is.Zero);
        Assert.That(fixture.Folder.Read("out/acme/auditevents.ndjson"), Is.EqualTo(fixture.Lines(EmulatorFeed.AuditEvents)));
    }

    [Test]
    public async Task Name_of_an_account_cannot_turn_the_name_of_a_file_into_one_of_follow()
    {
        await using var fixture = await CliFixture.StartAsync(Acme);
        await using var globex = await EventsEmulator.StartAsync(Globex);
        var config = Config(fixture, globex);
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"name\": \"acme\"", "\"name\": \"00000001\"", StringComparison.Ordinal));
        (await RunAsync(fixture, config, "--name", "{feed}-{account}")).FailedWith(
            2, "--name gives auditevents-00000001.ndjson, a name that follow uses for its files. Use another name.");
        Assert.That(fixture.Server.Requests, Is.Empty);
    }

    [TestCase("--url", "https://events.1password.com")]
    [TestCase("auditevents", null)]
    public async Task Options_of_an_account_cannot_be_combined_with_a_file(string option, string? value) => (await CliRunner.RunAsync(
        ["export", "--config", "follow.json", option, .. value is null ? Array.Empty<string>() : [value]])).FailedWith(
            2, "--config cannot be combined with", "Put these settings into the file.");

    private static Task<CliResult> RunAsync(CliFixture fixture, string config, params string[] args) =>
        new CliRunner { Clock = fixture.Runner.Clock }.StartAsync(["export", "--config", config, .. args]);

    private static string Config(CliFixture acme, EventsEmulator globex, string settings = "")
    {
        acme.Folder.Write("acme.token", acme.Server.Token);
        acme.Folder.Write("globex.token", globex.Token);
        return acme.Folder.Write("follow.json", $$"""
            {
              {{settings}}
              "accounts": [
                { "name": "acme", "url": "{{acme.Url}}", "token": { "file": "acme.token" } },
                { "name": "globex", "url": "{{globex.BaseAddress}}", "token": { "file": "globex.token" }, "feeds": ["auditevents"] }
              ],
              "state": "state"
            }
            """);
    }
}
