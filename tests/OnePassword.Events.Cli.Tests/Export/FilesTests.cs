using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Export;

/// <summary>A file is complete, or is clearly marked partial.</summary>
public sealed class FilesTests
{
    private static readonly EmulatorOptions Small = new() { EventsPerFeed = 100 };
    private static readonly Fault LatePageFails = new() { Feed = EmulatorFeed.ItemUsages, Status = 404, After = 40 };

    [Test]
    public async Task Export_creates_the_folder_and_its_parents()
    {
        await using var fixture = await CliFixture.StartAsync(Small);
        var run = await fixture.ExportAsync("auditevents", "--output", fixture.Folder["a/b/c"]);
        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(fixture.Folder.Read("a/b/c/auditevents.ndjson"), Is.EqualTo(fixture.Lines(EmulatorFeed.AuditEvents)));
    }

    [Test]
    public async Task Compressed_export_unpacks_to_the_same_lines([Values] EmulatorApi api)
    {
        await using var fixture = await CliFixture.StartAsync(Small);
        var run = await fixture.ExportAsync("--gzip", "--page-size", "30", "--api", CliFixture.Version(api));
        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(fixture.Folder.Files, Is.EqualTo(CliFixture.AllFeeds.Select(feed => CliFixture.File(feed) + ".gz")));
        foreach (var feed in CliFixture.AllFeeds)
            Assert.That(fixture.Folder.UnzipMembers(CliFixture.File(feed) + ".gz"), Is.Not.Empty.And.EqualTo(fixture.Lines(feed, api)));
    }

    [Test]
    public async Task Export_of_an_empty_feed_is_an_empty_file([Values] EmulatorApi api)
    {
        await using var fixture = await CliFixture.StartAsync(Small with { EventsPerFeed = 0 });
        var run = await fixture.ExportAsync("--api", CliFixture.Version(api));
        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Error, Does.Contain("complete").And.Contain("0 events"));
        Assert.That(fixture.Folder.Files, Is.EqualTo(CliFixture.AllFeeds.Select(CliFixture.File)));
        Assert.That(CliFixture.AllFeeds.Select(feed => fixture.Folder.ReadText(CliFixture.File(feed))), Is.All.Empty);
    }

    [Test]
    public async Task Compressed_export_of_an_empty_feed_is_a_valid_gzip_file()
    {
        await using var fixture = await CliFixture.StartAsync(Small with { EventsPerFeed = 0 });
        await fixture.ExportAsync("auditevents", "--gzip");
        Assert.That(fixture.Folder.Unzip("auditevents.ndjson.gz"), Is.Empty);
    }

    [Test]
    public async Task Overwriting_export_replaces_an_older_file_and_sets_a_partial_one_aside()
    {
        await using var fixture = await CliFixture.StartAsync(Small);
        fixture.Folder.Write("auditevents.ndjson", new string('o', 1_000_000));
        fixture.Folder.Write("auditevents.ndjson.partial", new string('p', 1_000_000));
        var run = await fixture.ExportAsync("auditevents", "--overwrite");
        Assert.That(
            fixture.Folder.Files,
            Is.EqualTo(new[] { "auditevents.ndjson", "set-aside/auditevents.ndjson.partial.20260131T120000000Z" }));
        Assert.That(
            fixture.Folder.ReadText("set-aside/auditevents.ndjson.partial.20260131T120000000Z"), Has.Length.EqualTo(1_000_000));
        Assert.That(
            run.Error, Does.Contain($"auditevents: replaced an older {fixture.Folder["auditevents.ndjson"]} (1,000,000 bytes)."));
        Assert.That(fixture.Folder.Read("auditevents.ndjson"), Is.EqualTo(fixture.Lines(EmulatorFeed.AuditEvents)));
    }

    [Test]
    public async Task Failed_export_leaves_a_partial_file_and_keeps_the_older_file()
    {
        await using var fixture = await CliFixture.StartAsync(Small, LatePageFails);
        fixture.Folder.Write("itemusages.ndjson", "old");
        var run = await fixture.ExportAsync("itemusages", "--overwrite", "--page-size", "1", "--parallel", "1");

        Assert.That(run.ExitCode, Is.EqualTo(5));
        Assert.That(
            fixture.Folder.Files,
            Is.EqualTo(new[] { "itemusages.export.json", "itemusages.ndjson", "itemusages.ndjson.partial" }));
        Assert.That(fixture.Folder.ReadText("itemusages.ndjson"), Is.EqualTo("old"));
        fixture.AssertBeginning(EmulatorFeed.ItemUsages, fixture.Folder.Read("itemusages.ndjson.partial"));
    }

    [Test]
    public async Task Partial_gzip_file_unpacks_to_the_lines_so_far()
    {
        await using var fixture = await CliFixture.StartAsync(Small, LatePageFails);
        var run = await fixture.ExportAsync("itemusages", "--page-size", "1", "--parallel", "1", "--gzip");
        Assert.That(run.ExitCode, Is.EqualTo(5));
        Assert.That(fixture.Folder.Files, Is.EqualTo(new[] { "itemusages.export.json", "itemusages.ndjson.gz.partial" }));
        fixture.AssertBeginning(EmulatorFeed.ItemUsages, fixture.Folder.UnzipMembers("itemusages.ndjson.gz.partial"));
    }

    [Test]
    public async Task Failing_feed_does_not_stop_the_others([Values] EmulatorApi api)
    {
        await using var fixture = await CliFixture.StartAsync(Small, LatePageFails with { Api = api });
        var run = await fixture.ExportAsync("--page-size", "1", "--parallel", "1", "--api", CliFixture.Version(api));

        Assert.That(run.ExitCode, Is.EqualTo(5));
        Assert.That(
            fixture.Folder.Files,
            Is.EqualTo(
                new[] { "auditevents.export.json", "auditevents.ndjson", "itemusages.export.json", "itemusages.ndjson.partial", "signinattempts.export.json", "signinattempts.ndjson" }));
        foreach (var feed in new[] { EmulatorFeed.AuditEvents, EmulatorFeed.SignInAttempts })
            Assert.That(fixture.Folder.Read(CliFixture.File(feed)), Is.EqualTo(fixture.Lines(feed, api)));
        Assert.That(run.ErrorLines, Has.Exactly(1).Matches("^itemusages +PARTIAL +40 events +40 pages .*itemusages.ndjson.partial$")
            .And.Exactly(2).Matches("^(auditevents|signinattempts) +complete +100 events +100 pages ")
            .And.Exactly(1).StartsWith("op-events: itemusages at 127.0.0.1").And.Exactly(1).StartsWith("240 events in "));
    }

    [Test]
    public async Task Export_reports_a_folder_that_cannot_be_created()
    {
        await using var fixture = await CliFixture.StartAsync(Small);
        var inTheWay = fixture.Folder.Write("taken", "a file");
        foreach (var folder in new[] { inTheWay, Path.Combine(inTheWay, "out") })
        {
            var tool = new CliRunner { Environment = { ["OP_EVENTS_TOKEN"] = fixture.Server.Token } };
            (
                await tool.StartAsync(
                    ["export", "--url", fixture.Url, "--output", folder])).FailedOnLastLineWith(6, $"the folder {folder} cannot be created");
        }
    }

    [Test]
    public async Task Export_reports_a_file_that_cannot_be_written_and_completes_the_others()
    {
        await using var fixture = await CliFixture.StartAsync(Small);
        Directory.CreateDirectory(fixture.Folder["itemusages.ndjson.partial"]);
        var run = await fixture.ExportAsync();
        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(
            fixture.Folder.Files,
            Is.EqualTo(
                new[] { "auditevents.export.json", "auditevents.ndjson", "signinattempts.export.json", "signinattempts.ndjson" }));
        Assert.That(run.Error, Does.Contain("op-events: itemusages: the output cannot be written: "));
    }

    [Test]
    [Platform("Linux")]
    [Category("InProcess")]
    public async Task Export_reports_a_full_disk([Values] bool gzip)
    {
        await using var fixture = await CliFixture.StartAsync(Small);
        var tool =
            new CliRunner { Disk = new FailingDisk { FullFor = ".partial" }, Environment = { ["OP_EVENTS_TOKEN"] = fixture.Server.Token }, Clock = fixture.Runner.Clock };
        var run = await tool.StartAsync(
            ["export", "auditevents", "--url", fixture.Url, "--output", fixture.Folder.Path, .. gzip ? new[] { "--gzip" } : []]);
        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(run.Error, Does.Contain("op-events: auditevents: the output cannot be written: ").And.Contain("PARTIAL"));
        Assert.That(
            fixture.Folder.Files, Has.Exactly(1).EndsWith(".partial").And.None.EndsWith(".ndjson").And.None.EndsWith(".gz"));
    }

    [TestCase("auditevents.ndjson")]
    [TestCase("auditevents.ndjson.partial")]
    public async Task Export_rejects_a_folder_with_the_name_of_a_file_before_reading(string inTheWay)
    {
        await using var fixture = await CliFixture.StartAsync(Small);
        Directory.CreateDirectory(fixture.Folder[inTheWay]);
        var run = await fixture.ExportAsync("auditevents");
        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(
            run.Error,
            Does.Contain(
                $"op-events: auditevents: the output cannot be written: {fixture.Folder[inTheWay]} is a folder. Remove it or use another folder."));
        Assert.That(fixture.RequestsFor(EmulatorFeed.AuditEvents), Is.Empty);
        Assert.That(fixture.Folder.Files, Is.Empty);
    }

    [TestCase("auditevents.ndjson.partial")]
    [TestCase("auditevents.export.json.tmp")]
    [TestCase("auditevents.ndjson")]
    [Platform("Linux,MacOsX")]
    public async Task Export_does_not_change_the_target_of_a_link(string planted)
    {
        await using var fixture = await CliFixture.StartAsync(Small);
        var target = fixture.Folder.Write("target", "theirs");
        File.CreateSymbolicLink(fixture.Folder[planted], target);

        var run = await fixture.ExportAsync("auditevents", "--overwrite");

        Assert.That(await File.ReadAllTextAsync(target), Is.EqualTo("theirs"));
        if (planted.EndsWith(".partial", StringComparison.Ordinal))
            Assert.That(
                (run.ExitCode, run.Error.Contains("is a symbolic link, which is not followed", StringComparison.Ordinal)),
                Is.EqualTo((6, true)));
        else
            Assert.That(
                (run.ExitCode, fixture.Folder.Read("auditevents.ndjson")),
                Is.EqualTo((0, fixture.Lines(EmulatorFeed.AuditEvents))));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Only_the_owner_can_read_the_files_without_group_readable(
        [Values("export", "follow")] string command, [Values] bool group)
    {
        await using var fixture = await CliFixture.StartAsync(Small);
        string[] state = command == "follow" ? ["--state", fixture.Folder["state"], "--once"] : [];
        var run = await fixture.Runner.StartAsync(
            [command, "auditevents", "--url", fixture.Url, "--output", fixture.Folder["new/out"], .. state, .. group ? new[] { "--group-readable" } : []]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var file = Directory.GetFiles(fixture.Folder["new/out"], "*.ndjson").Single();
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.That(File.GetUnixFileMode(file), Is.EqualTo(group ? Owner | UnixFileMode.GroupRead : Owner));
        foreach (var folder in new[] { "new", "new/out" })
            Assert.That(
                File.GetUnixFileMode(fixture.Folder[folder]),
                Is.EqualTo(
                    Owner | UnixFileMode.UserExecute | (
                        group ? UnixFileMode.GroupRead | UnixFileMode.GroupExecute : UnixFileMode.None)));
    }
}
