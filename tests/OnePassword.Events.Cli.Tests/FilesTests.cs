using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests;

/// <summary>A file is complete, or is clearly marked partial.</summary>
public sealed class FilesTests
{
    private static readonly EmulatorOptions Small = new() { EventsPerFeed = 100 };
    private static readonly Fault SecondPageFails = new() { Feed = EmulatorFeed.ItemUsages, Status = 500, After = 1 };

    [Test]
    public async Task The_folder_is_made_with_those_above_it()
    {
        await using var stage = await Stage.StartAsync(Small);
        var run = await stage.ExportAsync("auditevents", "--output", stage.Folder["a/b/c"]);
        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(stage.Folder.Read("a/b/c/auditevents.ndjson"), Is.EqualTo(stage.Lines(EmulatorFeed.AuditEvents)));
    }

    [Test]
    public async Task Gzip_writes_files_that_unpack_to_the_same([Values] EmulatorApi api)
    {
        await using var stage = await Stage.StartAsync(Small);
        var run = await stage.ExportAsync("--gzip", "--page-size", "30", "--api", Stage.Version(api));
        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(stage.Folder.Files, Is.EqualTo(Stage.AllFeeds.Select(feed => Stage.File(feed) + ".gz")));
        foreach (var feed in Stage.AllFeeds)
            Assert.That(stage.Folder.Unzip(Stage.File(feed) + ".gz"), Is.Not.Empty.And.EqualTo(stage.Lines(feed, api)));
    }

    [Test]
    public async Task A_feed_without_events_is_an_empty_complete_file([Values] EmulatorApi api)
    {
        await using var stage = await Stage.StartAsync(Small with { EventsPerFeed = 0 });
        var run = await stage.ExportAsync("--api", Stage.Version(api));
        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Error, Does.Contain("complete").And.Contain("0 events"));
        Assert.That(stage.Folder.Files, Is.EqualTo(Stage.AllFeeds.Select(Stage.File)));
        Assert.That(Stage.AllFeeds.Select(feed => stage.Folder.ReadText(Stage.File(feed))), Is.All.Empty);
    }

    [Test]
    public async Task A_feed_without_events_is_a_gzip_file_that_gunzip_takes()
    {
        await using var stage = await Stage.StartAsync(Small with { EventsPerFeed = 0 });
        await stage.ExportAsync("auditevents", "--gzip");
        Assert.That(stage.Folder.Unzip("auditevents.ndjson.gz"), Is.Empty);
    }

    [Test]
    public async Task A_complete_file_replaces_an_older_one_and_a_partial_one_is_set_aside()
    {
        await using var stage = await Stage.StartAsync(Small);
        stage.Folder.Write("auditevents.ndjson", new string('o', 1_000_000));
        stage.Folder.Write("auditevents.ndjson.partial", new string('p', 1_000_000));
        var run = await stage.ExportAsync("auditevents");
        Assert.That(stage.Folder.Files, Is.EqualTo(new[] { "auditevents.ndjson", "set-aside/auditevents.ndjson.partial.20260131T120000000Z" }));
        Assert.That(stage.Folder.ReadText("set-aside/auditevents.ndjson.partial.20260131T120000000Z"), Has.Length.EqualTo(1_000_000));
        Assert.That(run.Error, Does.Contain($"auditevents: replaced an older {stage.Folder["auditevents.ndjson"]} (1,000,000 bytes)."));
        Assert.That(stage.Folder.Read("auditevents.ndjson"), Is.EqualTo(stage.Lines(EmulatorFeed.AuditEvents)));
    }

    [Test]
    public async Task A_failure_leaves_a_partial_file_and_the_older_one_as_it_is()
    {
        await using var stage = await Stage.StartAsync(Small, SecondPageFails);
        stage.Folder.Write("itemusages.ndjson", "old");
        var run = await stage.ExportAsync("itemusages", "--page-size", "40");

        Assert.That(run.ExitCode, Is.EqualTo(5));
        Assert.That(stage.Folder.Files, Is.EqualTo(new[] { "itemusages.export.json", "itemusages.ndjson", "itemusages.ndjson.partial" }));
        Assert.That(stage.Folder.ReadText("itemusages.ndjson"), Is.EqualTo("old"));
        Assert.That(
            Stage.SplitLines(stage.Folder.Read("itemusages.ndjson.partial")),
            Is.EqualTo(Stage.SplitLines(stage.Lines(EmulatorFeed.ItemUsages)).Take(40)), "the whole first page");
    }

    [Test]
    public async Task A_partial_gzip_file_unpacks_to_what_was_read()
    {
        await using var stage = await Stage.StartAsync(Small, SecondPageFails);
        var run = await stage.ExportAsync("itemusages", "--page-size", "40", "--gzip");
        Assert.That(run.ExitCode, Is.EqualTo(5));
        Assert.That(stage.Folder.Files, Is.EqualTo(new[] { "itemusages.export.json", "itemusages.ndjson.gz.partial" }));
        Assert.That(Stage.SplitLines(stage.Folder.Unzip("itemusages.ndjson.gz.partial")), Has.Exactly(40).Items);
    }

    [Test]
    public async Task A_feed_that_fails_does_not_stop_its_siblings([Values] EmulatorApi api)
    {
        await using var stage = await Stage.StartAsync(Small, SecondPageFails with { Api = api });
        var run = await stage.ExportAsync("--page-size", "40", "--api", Stage.Version(api));

        Assert.That(run.ExitCode, Is.EqualTo(5));
        Assert.That(stage.Folder.Files, Is.EqualTo(new[] { "auditevents.export.json", "auditevents.ndjson", "itemusages.export.json", "itemusages.ndjson.partial", "signinattempts.export.json", "signinattempts.ndjson" }));
        foreach (var feed in new[] { EmulatorFeed.AuditEvents, EmulatorFeed.SignInAttempts })
            Assert.That(stage.Folder.Read(Stage.File(feed)), Is.EqualTo(stage.Lines(feed, api)));
        Assert.That(run.ErrorLines, Has.Exactly(1).Matches("^itemusages +PARTIAL +40 events +1 page .*itemusages.ndjson.partial$")
            .And.Exactly(2).Matches("^(auditevents|signinattempts) +complete +100 events +3 pages ")
            .And.Exactly(1).StartsWith("op-events: itemusages at 127.0.0.1").And.Exactly(1).StartsWith("240 events in "));
    }

    [Test]
    public async Task A_folder_that_cannot_be_made_is_a_failure_of_the_output()
    {
        await using var stage = await Stage.StartAsync(Small);
        var inTheWay = stage.Folder.Write("taken", "a file");
        foreach (var folder in new[] { inTheWay, Path.Combine(inTheWay, "out") })
        {
            var tool = new Tool { Environment = { ["OP_EVENTS_TOKEN"] = stage.Server.Token } };
            (await tool.StartAsync(["export", "--url", stage.Url, "--output", folder])).FailedWith(6, $"the folder {folder} cannot be made");
        }
    }

    [Test]
    public async Task A_file_that_cannot_be_written_is_a_failure_of_the_output_and_stops_no_other()
    {
        await using var stage = await Stage.StartAsync(Small);
        Directory.CreateDirectory(stage.Folder["itemusages.ndjson.partial"]);
        var run = await stage.ExportAsync();
        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(stage.Folder.Files, Is.EqualTo(new[] { "auditevents.export.json", "auditevents.ndjson", "signinattempts.export.json", "signinattempts.ndjson" }));
        Assert.That(run.Error, Does.Contain("op-events: itemusages: the output cannot be written: "));
    }

    [Test]
    [Platform("Linux")]
    public async Task A_disk_that_is_full_is_a_failure_of_the_output([Values] bool gzip)
    {
        await using var stage = await Stage.StartAsync(Small);
        var tool = new Tool { Disk = new FailingDisk { FullFor = ".partial" }, Environment = { ["OP_EVENTS_TOKEN"] = stage.Server.Token }, Clock = stage.Tool.Clock };
        var run = await tool.StartAsync(["export", "auditevents", "--url", stage.Url, "--output", stage.Folder.Path, .. gzip ? new[] { "--gzip" } : []]);
        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(run.Error, Does.Contain("op-events: auditevents: the output cannot be written: ").And.Contain("PARTIAL"));
        Assert.That(stage.Folder.Files, Has.Exactly(1).EndsWith(".partial").And.None.EndsWith(".ndjson").And.None.EndsWith(".gz"));
    }

    [TestCase("auditevents.ndjson")]
    [TestCase("auditevents.ndjson.partial")]
    public async Task A_folder_in_the_place_of_the_file_is_told_before_anything_is_read(string inTheWay)
    {
        await using var stage = await Stage.StartAsync(Small);
        Directory.CreateDirectory(stage.Folder[inTheWay]);
        var run = await stage.ExportAsync("auditevents");
        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(run.Error, Does.Contain($"op-events: auditevents: the output cannot be written: {stage.Folder[inTheWay]} is a folder. Remove it or use another folder."));
        Assert.That(stage.RequestsFor(EmulatorFeed.AuditEvents), Is.Empty);
        Assert.That(stage.Folder.Files, Is.Empty);
    }

    [TestCase("auditevents.ndjson.partial")]
    [TestCase("auditevents.export.json.tmp")]
    [TestCase("auditevents.ndjson")]
    [Platform("Linux,MacOsX")]
    public async Task A_planted_link_never_leads_to_a_change_of_its_target(string planted)
    {
        await using var stage = await Stage.StartAsync(Small);
        var target = stage.Folder.Write("target", "theirs");
        File.CreateSymbolicLink(stage.Folder[planted], target);

        var run = await stage.ExportAsync("auditevents");

        Assert.That(await File.ReadAllTextAsync(target), Is.EqualTo("theirs"));
        if (planted.EndsWith(".partial", StringComparison.Ordinal))
            Assert.That((run.ExitCode, run.Error.Contains("is a symbolic link, which is not followed", StringComparison.Ordinal)), Is.EqualTo((6, true)));
        else
            Assert.That((run.ExitCode, stage.Folder.Read("auditevents.ndjson")), Is.EqualTo((0, stage.Lines(EmulatorFeed.AuditEvents))));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Only_the_owner_may_read_the_files_unless_the_group_is_let_in([Values("export", "follow")] string command, [Values] bool group)
    {
        await using var stage = await Stage.StartAsync(Small);
        string[] state = command == "follow" ? ["--state", stage.Folder["state"], "--once"] : [];
        var run = await stage.Tool.StartAsync([command, "auditevents", "--url", stage.Url, "--output", stage.Folder["new/out"], .. state, .. group ? new[] { "--group-readable" } : []]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var file = Directory.GetFiles(stage.Folder["new/out"], "*.ndjson").Single();
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.That(File.GetUnixFileMode(file), Is.EqualTo(group ? Owner | UnixFileMode.GroupRead : Owner));
        foreach (var folder in new[] { "new", "new/out" })
            Assert.That(File.GetUnixFileMode(stage.Folder[folder]), Is.EqualTo(Owner | UnixFileMode.UserExecute | (group ? UnixFileMode.GroupRead | UnixFileMode.GroupExecute : UnixFileMode.None)));
    }
}
