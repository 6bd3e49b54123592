using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Export;

/// <summary>An export that was interrupted goes on with --resume: the same file in the end, and nothing complete read again.</summary>
public sealed class ResumeTests
{
    private static readonly EmulatorOptions Server = new() { EventsPerFeed = 2_000, Quota = Quota.Off };
    private static readonly string[] SmallPages = ["--page-size", "20"];

    private static readonly Fault SomePageFails = new() { Feed = EmulatorFeed.ItemUsages, Status = 500, After = 60 };

    [Test]
    public async Task What_was_interrupted_goes_on_to_the_same_files([Values] bool gzip, [Values] bool envelope, [Values] EmulatorApi api)
    {
        string[] options = [.. SmallPages, .. gzip ? new[] { "--gzip" } : [], .. envelope ? new[] { "--envelope" } : [], "--api", Stage.Version(api)];
        var ending = gzip ? ".ndjson.gz" : ".ndjson";
        await using var stage = await Stage.StartAsync(Server, SomePageFails);
        await stage.ExportAsync(options);
        Assert.That(stage.Folder.Files, Does.Contain($"itemusages{ending}.partial").And.Contain("itemusages.export.json"));
        var done = stage.RequestsFor(EmulatorFeed.AuditEvents).Count();

        var run = await ResumeAsync(stage, options);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(stage.Folder.Files, Is.EqualTo(Stage.AllFeeds.Select(feed => Stage.Name(feed) + ending)));
        foreach (var feed in Stage.AllFeeds)
            Assert.That(Content(stage, Stage.Name(feed) + ending), Is.EqualTo(Expected(stage, feed, api, envelope)));
        Assert.That(stage.RequestsFor(EmulatorFeed.AuditEvents).Count(), Is.EqualTo(done), "a feed that is complete is not read again");
        Assert.That(run.ErrorLines, Has.Exactly(3).Matches("^[a-z]+ +complete +2,000 events "));
    }

    [Test]
    public async Task Only_what_is_missing_is_read()
    {
        await using var stage = await Stage.StartAsync(Server, SomePageFails);
        var first = await stage.ExportAsync([.. SmallPages, "itemusages"]);
        Assert.That(first.ErrorLines, Does.Contain("The same command with --resume goes on from there."));
        var kept = System.Text.Json.JsonElement.Parse(stage.Folder.ReadText("itemusages.export.json")).GetProperty("events").GetInt32();
        Assert.That(kept, Is.GreaterThan(600));
        var asked = stage.Server.Requests.Count;

        var second = await ResumeAsync(stage, [.. SmallPages, "itemusages"]);

        Assert.That(second.ExitCode, Is.Zero);
        Assert.That(second.ErrorLines[0], Does.Match($"^itemusages: goes on at 2026-01-3[01]T[0-9:.]+Z, from 2025-10-03T12:00:00Z to 2026-01-31T12:00:00Z; {Cli.Shared.Format.Count(kept, "event")} are there.$"));
        Assert.That(stage.Server.Requests.Skip(asked).Sum(request => request.Items), Is.InRange(2_000 - kept, 2_000 - kept + 60));
        Assert.That(second.ErrorLines[^1], Does.StartWith($"{Cli.Shared.Format.Count(2_000 - kept, "event")} in "), "what this run has read");
    }

    [Test]
    public async Task The_span_is_that_of_the_run_that_was_interrupted()
    {
        var clock = new FakeTimeProvider(Stage.Now);
        await using var stage = await Stage.StartAsync(Server, new Tool { Clock = clock }, SomePageFails);
        await stage.ExportAsync([.. SmallPages, "itemusages", "--since", "20h"]);
        clock.Advance(TimeSpan.FromHours(5));
        stage.Server.Append(EmulatorFeed.ItemUsages, """{"uuid":"AFTER","timestamp":"2026-01-31T14:00:00Z"}"""u8.ToArray());

        var run = await ResumeAsync(stage, [.. SmallPages, "itemusages", "--since", "20h"]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var times = Stage.SplitLines(stage.Folder.Read("itemusages.ndjson")).Select(line => System.Text.Json.JsonElement.Parse(line).GetProperty("timestamp").GetDateTimeOffset()).ToList();
        Assert.That(times, Is.Ordered.And.All.InRange(Stage.Now.AddHours(-20), Stage.Now));
        Assert.That(times[0], Is.LessThan(Stage.Now.AddHours(-19)));
    }

    [Test]
    public async Task An_interruption_by_its_user_can_be_resumed_too([Values] bool gzip)
    {
        using var interruption = new CancellationTokenSource();
        await using var stage = await Stage.StartAsync(Server, new Fault { Feed = EmulatorFeed.AuditEvents, Mode = FaultMode.Stall, After = 60, Times = 100 });
        string[] options = ["auditevents", .. SmallPages, .. gzip ? new[] { "--gzip" } : []];
        var running = stage.ExportAsync(options, interruption.Token);
        await Eventually.TrueAsync(() => stage.RequestsFor(EmulatorFeed.AuditEvents).Any(request => request.Status == 0), "the feed stalls");
        await interruption.CancelAsync();
        Assert.That((await running).ExitCode, Is.EqualTo(130));
        stage.Server.ClearFaults();

        var run = await ResumeAsync(stage, options);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(Content(stage, gzip ? "auditevents.ndjson.gz" : "auditevents.ndjson"), Is.EqualTo(stage.Lines(EmulatorFeed.AuditEvents)));
    }

    [Test]
    public async Task What_was_written_after_the_last_position_is_cut_off()
    {
        await using var stage = await Stage.StartAsync(Server, SomePageFails);
        await stage.ExportAsync([.. SmallPages, "itemusages"]);
        await File.AppendAllTextAsync(stage.Folder["itemusages.ndjson.partial"], "half a li");

        var run = await ResumeAsync(stage, [.. SmallPages, "itemusages"]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(stage.Folder.Read("itemusages.ndjson"), Is.EqualTo(stage.Lines(EmulatorFeed.ItemUsages)));
    }

    [Test]
    public async Task Each_feed_says_what_it_goes_on_with()
    {
        var clock = new FakeTimeProvider(Stage.Now);
        await using var stage = await Stage.StartAsync(Server with { TimeProvider = clock }, new Tool { Clock = clock }, SomePageFails);
        await stage.ExportAsync(SmallPages);
        clock.Advance(TimeSpan.FromHours(5));
        stage.Server.Inject(new Fault { Feed = EmulatorFeed.SignInAttempts, Status = 500 });
        await stage.ExportAsync([.. SmallPages, "signinattempts"]);

        var run = await ResumeAsync(stage, SmallPages);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.ErrorLines[..3], Is.EqualTo(new[]
        {
            "auditevents: is complete already, from 2025-10-03T12:00:00Z to 2026-01-31T12:00:00Z.",
            run.ErrorLines[1],
            "signinattempts: is complete already, from 2025-10-03T12:00:00Z to 2026-01-31T12:00:00Z.",
        }));
        Assert.That(run.ErrorLines[1], Does.StartWith("itemusages: goes on at 2026-01-3"));
    }

    [Test]
    public async Task A_kill_before_the_file_got_its_name_made_the_rest_of_the_run_impossible_to_resume()
    {
        await using var stage = await Stage.StartAsync(Server, SomePageFails);
        await stage.ExportAsync(SmallPages);
        File.Move(stage.Folder["auditevents.ndjson"], stage.Folder["auditevents.ndjson.partial"]);
        var asked = stage.RequestsFor(EmulatorFeed.AuditEvents).Count();

        var run = await ResumeAsync(stage, SmallPages);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(stage.Folder.Read("auditevents.ndjson"), Is.EqualTo(stage.Lines(EmulatorFeed.AuditEvents)));
        Assert.That(stage.RequestsFor(EmulatorFeed.AuditEvents).Count(), Is.EqualTo(asked));
    }

    [Test]
    public async Task An_export_is_refused_while_another_writes_the_same_feed_to_the_folder([Values] bool resume)
    {
        using var interruption = new CancellationTokenSource();
        await using var stage = await Stage.StartAsync(Server, new Fault { Feed = EmulatorFeed.ItemUsages, Mode = FaultMode.Stall, After = 60, Times = 100 });
        var first = stage.ExportAsync([.. SmallPages, "itemusages"], interruption.Token);
        await Eventually.TrueAsync(() => stage.RequestsFor(EmulatorFeed.ItemUsages).Any(request => request.Status == 0), "the first one stalls");

        var second = await ExportAsync(stage, [.. SmallPages, "itemusages", .. resume ? new[] { "--resume" } : []]);

        second.FailedWith(6, $"the files of itemusages in {stage.Folder.Path} are being written by another program; stop that, or give another folder.");
        await interruption.CancelAsync();
        Assert.That((await first).ExitCode, Is.EqualTo(130));
        stage.Server.ClearFaults();
        var third = await ResumeAsync(stage, [.. SmallPages, "itemusages"]);
        Assert.That(third.ExitCode, Is.Zero, third.Error);
        Assert.That(stage.Folder.Read("itemusages.ndjson"), Is.EqualTo(stage.Lines(EmulatorFeed.ItemUsages)));
    }

    [Test]
    public async Task Where_nothing_was_interrupted_it_begins_at_the_beginning()
    {
        await using var stage = await Stage.StartAsync(Server with { EventsPerFeed = 100 });
        var run = await stage.ExportAsync("--resume");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.ErrorLines[0], Is.EqualTo("auditevents: there is nothing to go on with; it begins at the beginning."));
        Assert.That(stage.Folder.Files, Is.EqualTo(Stage.AllFeeds.Select(Stage.File)));
    }

    [Test]
    public async Task Without_it_an_interrupted_export_begins_again()
    {
        await using var stage = await Stage.StartAsync(Server, SomePageFails);
        await stage.ExportAsync([.. SmallPages, "itemusages"]);
        var asked = stage.Server.Requests.Count;
        var partial = stage.Folder.Read("itemusages.ndjson.partial");

        var run = await stage.ExportAsync([.. SmallPages, "itemusages"]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(stage.Server.Requests.Skip(asked).Sum(request => request.Items), Is.GreaterThanOrEqualTo(2_000));
        Assert.That(stage.Folder.Files, Is.EqualTo(new[]
        {
            "itemusages.ndjson", "set-aside/itemusages.export.json.20260131T120000000Z", "set-aside/itemusages.ndjson.partial.20260131T120000000Z",
        }));
        Assert.That(stage.Folder.Read("set-aside/itemusages.ndjson.partial.20260131T120000000Z"), Is.EqualTo(partial));
        Assert.That(run.Error, Does.Contain($"itemusages: moved an unfinished export ({partial.Length:N0} bytes) to {stage.Folder["set-aside/itemusages.ndjson.partial.20260131T120000000Z"]}, because this export does not continue it."));
    }

    [Test]
    public async Task An_export_in_another_format_sets_the_unfinished_one_aside_with_its_manifest([Values] bool gzipFirst)
    {
        await using var stage = await Stage.StartAsync(Server, SomePageFails);
        string[] plain = [.. SmallPages, "itemusages"], gzip = [.. plain, "--gzip"];
        await stage.ExportAsync(gzipFirst ? gzip : plain);
        var partial = gzipFirst ? "itemusages.ndjson.gz.partial" : "itemusages.ndjson.partial";
        var before = (stage.Folder.Read(partial), stage.Folder.Read("itemusages.export.json"));

        var run = await stage.ExportAsync(gzipFirst ? plain : gzip);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That((stage.Folder.Read($"set-aside/{partial}.20260131T120000000Z"), stage.Folder.Read("set-aside/itemusages.export.json.20260131T120000000Z")), Is.EqualTo(before));
        Assert.That(run.Error, Does.Contain("itemusages: moved an unfinished export ("));
        Assert.That(stage.Folder.Files, Has.Exactly(3).Items);
    }

    [Test]
    [Platform("Unix,Linux,MacOsX")]
    public async Task A_manifest_that_is_a_link_is_not_followed()
    {
        await using var stage = await Stage.StartAsync(Server, SomePageFails);
        await stage.ExportAsync([.. SmallPages, "itemusages"]);
        File.Delete(stage.Folder["itemusages.export.json"]);
        File.CreateSymbolicLink(stage.Folder["itemusages.export.json"], "/dev/zero");

        (await ExportAsync(stage, [.. SmallPages, "itemusages", "--resume"])).FailedWith(7, "itemusages.export.json is a symbolic link, which is not followed");
    }

    [Test]
    public async Task An_unfinished_export_is_left_as_it_is_until_the_first_page_of_the_next_one_is_there([Values] bool resume)
    {
        await using var stage = await Stage.StartAsync(Server, SomePageFails);
        await stage.ExportAsync([.. SmallPages, "itemusages"]);
        await File.AppendAllTextAsync(stage.Folder["itemusages.ndjson.partial"], "half a li");
        var before = stage.Folder.Files.Select(file => (file, stage.Folder.ReadText(file))).ToList();
        stage.Server.Inject(new Fault { Feed = EmulatorFeed.ItemUsages, Status = 500, Times = 1_000 });

        var run = await ExportAsync(stage, [.. SmallPages, "itemusages", .. resume ? new[] { "--resume" } : []]);

        Assert.That(run.ExitCode, Is.EqualTo(5));
        Assert.That(stage.Folder.Files.Select(file => (file, stage.Folder.ReadText(file))), Is.EqualTo(before));
    }

    [Test]
    public async Task A_feed_without_events_that_is_complete_does_not_keep_the_others_from_being_resumed()
    {
        await using var stage = await Stage.StartAsync(Server with { EventsPerFeed = 0 }, new Fault { Feed = EmulatorFeed.ItemUsages, Status = 500 });
        Assert.That((await stage.ExportAsync()).ExitCode, Is.EqualTo(5));
        Assert.That(stage.Folder.Read("auditevents.ndjson"), Is.Empty);

        var run = await ResumeAsync(stage);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(stage.Folder.Files, Is.EqualTo(Stage.AllFeeds.Select(Stage.File)));
        Assert.That(run.Error, Does.Contain("auditevents: is complete already"));
    }

    [Test]
    public async Task A_file_that_is_long_enough_but_not_the_one_that_was_kept_is_refused([Values] bool complete)
    {
        await using var stage = await Stage.StartAsync(Server, SomePageFails);
        await stage.ExportAsync([.. SmallPages, "auditevents", "itemusages"]);
        var file = complete ? "auditevents.ndjson" : "itemusages.ndjson.partial";
        if (!complete)
            CutToKept(stage);
        var other = stage.Folder.Read(file);
        other[^20]++;
        await File.WriteAllBytesAsync(stage.Folder[file], other);

        (await ResumeAsync(stage, [.. SmallPages, "auditevents", "itemusages"])).FailedWithAfterTalk(7, $"{file} has other content, but ");

        Assert.That(stage.Folder.Read(file), Is.EqualTo(other));
    }

    [Test]
    public async Task Each_rename_of_an_export_is_followed_by_a_sync_of_its_folder()
    {
        await using var stage = await Stage.StartAsync(Server with { EventsPerFeed = 100 });
        var disk = new FailingDisk();
        var run = await new Tool { Clock = stage.Tool.Clock, Disk = disk, Environment = { ["OP_EVENTS_TOKEN"] = stage.Server.Token } }
            .StartAsync(["export", "auditevents", "--url", stage.Url, "--output", stage.Folder["out"]]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(disk.Steps[0], Is.EqualTo($"sync {Path.GetFileName(stage.Folder.Path)}"), "the folder's own name");
        Assert.That(disk.Steps.Chunk(2).Select(steps => steps[^1]), Is.Not.Empty);
        for (var step = 1; step < disk.Steps.Length; step += 2)
            Assert.That(disk.Steps[step..(step + 2)], Is.EqualTo(new[] { disk.Steps[step], "sync out" }).And.ItemAt(0).Contains(" -> "));
        Assert.That(disk.Steps, Does.Contain("auditevents.ndjson.partial -> auditevents.ndjson"));
    }

    [TestCase("--since", "12h", "the interrupted export in", "is of --since 120d; give the same options, or leave out --resume to begin again.")]
    [TestCase("--until", "1h", "the interrupted export in", "has no --until")]
    [TestCase("--api", "v1", "the interrupted export in", "is of --api v2")]
    [TestCase("--gzip", null, "the interrupted export in", "is not of --gzip")]
    [TestCase("--envelope", null, "the interrupted export in", "is not of --envelope")]
    public async Task Other_options_are_refused_and_nothing_is_touched(string option, string? value, string message, string reason)
    {
        await using var stage = await Stage.StartAsync(Server, SomePageFails);
        await stage.ExportAsync([.. SmallPages, "itemusages"]);
        var before = stage.Folder.Files.Select(file => stage.Folder.ReadText(file)).ToList();

        string[] options = value is null ? [option] : [option, value];
        var run = await ResumeAsync(stage, ["itemusages", .. SmallPages, .. options]);

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain(message).And.Contain(reason));
        Assert.That(stage.Folder.Files.Select(file => stage.Folder.ReadText(file)), Is.EqualTo(before));
    }

    [Test]
    public async Task Another_account_is_refused([Values] EmulatorApi api)
    {
        await using var stage = await Stage.StartAsync(Server, SomePageFails);
        await stage.ExportAsync([.. SmallPages, "itemusages", "--api", Stage.Version(api)]);
        var manifest = stage.Folder.ReadText("itemusages.export.json");
        stage.Folder.Write("itemusages.export.json", System.Text.RegularExpressions.Regex.Replace(manifest, "\"account\": \"[^\"]+\"", "\"account\": \"OTHER\""));

        Assert.That((await ResumeAsync(stage, ["itemusages", .. SmallPages, "--api", Stage.Version(api)])).Error, Does.Contain("is of another account"));
    }

    [TestCase("")]
    [TestCase("{}")]
    [TestCase("[1]")]
    [TestCase("{\"version\":2}")]
    [TestCase("\u0000")]
    public async Task A_damaged_manifest_is_told(string damage)
    {
        await using var stage = await Stage.StartAsync(Server, SomePageFails);
        await stage.ExportAsync([.. SmallPages, "itemusages"]);
        stage.Folder.Write("itemusages.export.json", damage);

        (await ResumeAsync(stage, ["itemusages", .. SmallPages])).FailedWith(7, "itemusages.export.json is damaged; leave out --resume to begin again.");
    }

    [TestCase("complete_until", "\"2027-01-01T00:00:00Z\"", "is damaged")]
    [TestCase("complete_until", "\"2020-01-01T00:00:00Z\"", "is damaged")]
    [TestCase("edge", "[null]", "is damaged")]
    [TestCase("feed", "\"auditevents\"", "is of auditevents")]
    [TestCase("feed", "\"../elsewhere\"", "is of ../elsewhere")]
    public async Task A_manifest_that_cannot_be_right_is_told(string name, string value, string message)
    {
        await using var stage = await Stage.StartAsync(Server, SomePageFails);
        await stage.ExportAsync([.. SmallPages, "itemusages"]);
        var manifest = System.Text.Json.Nodes.JsonNode.Parse(stage.Folder.ReadText("itemusages.export.json"))!.AsObject();
        manifest[name] = System.Text.Json.Nodes.JsonNode.Parse(value);
        stage.Folder.Write("itemusages.export.json", manifest.ToJsonString());

        (await ResumeAsync(stage, ["itemusages", .. SmallPages])).FailedWith(7, $"itemusages.export.json {message}");
    }

    [Test]
    public async Task An_output_that_lost_some_of_its_lines_is_told([Values] bool all)
    {
        await using var stage = await Stage.StartAsync(Server, SomePageFails);
        await stage.ExportAsync([.. SmallPages, "itemusages"]);
        if (all)
            File.Delete(stage.Folder["itemusages.ndjson.partial"]);
        else
            stage.Folder.Write("itemusages.ndjson.partial", "short");

        (await ResumeAsync(stage, ["itemusages", .. SmallPages])).FailedWith(7, $"itemusages.ndjson.partial is {(all ? "missing" : "5 bytes long")}, but ", "bytes of it were kept when the export was interrupted; put the file back, or leave out --resume to begin again.");
    }

    [Test]
    public async Task Standard_output_cannot_be_resumed()
    {
        await using var stage = await Stage.StartAsync(Server);
        (await stage.ExportAsync("itemusages", "--output", "-", "--resume")).FailedWith(2, "--resume goes on with files, and not with standard output.");
    }

    private static Task<ToolRun> ResumeAsync(Stage stage, params string[] options) => ExportAsync(stage, [.. options, "--resume"]);

    private static Task<ToolRun> ExportAsync(Stage stage, string[] options) => new Tool
    {
        Clock = stage.Tool.Clock,
        Environment = { ["OP_EVENTS_TOKEN"] = stage.Server.Token },
    }.StartAsync(["export", "--url", stage.Url, "--output", stage.Folder.Path, .. options]);

    private static int Kept(Stage stage) => System.Text.Json.JsonElement.Parse(stage.Folder.ReadText("itemusages.export.json")).GetProperty("length").GetInt32();

    private static void CutToKept(Stage stage)
    {
        using var partial = File.OpenWrite(stage.Folder["itemusages.ndjson.partial"]);
        partial.SetLength(Kept(stage));
    }

    private static byte[] Content(Stage stage, string file) => file.EndsWith(".gz", StringComparison.Ordinal) ? stage.Folder.UnzipMembers(file) : stage.Folder.Read(file);

    private static byte[] Expected(Stage stage, EmulatorFeed feed, EmulatorApi api, bool envelope)
    {
        var lines = stage.Lines(feed, api);
        return envelope
            ? [.. Stage.SplitLines(lines).SelectMany(line => System.Text.Encoding.UTF8.GetBytes($$"""{"feed":"{{Stage.Name(feed)}}","event":{{line}}}""" + "\n"))]
            : lines;
    }
}
