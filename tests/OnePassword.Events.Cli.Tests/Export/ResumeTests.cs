using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Export;

/// <summary>
/// An export that was interrupted goes on with --resume: the same file in the end, and nothing complete read again.
/// </summary>
public sealed class ResumeTests
{
    private static readonly EmulatorOptions Server = new() { EventsPerFeed = 2_000, Quota = Quota.Off };
    private static readonly string[] SmallPages = ["--page-size", "20"];

    private static readonly Fault SomePageFails = new() { Feed = EmulatorFeed.ItemUsages, Status = 500, After = 60 };

    [Test]
    public async Task Resumed_export_writes_the_same_files([Values] bool gzip, [Values] bool envelope, [Values] EmulatorApi api)
    {
        string[] options =
            [.. SmallPages, .. gzip ? new[] { "--gzip" } : [], .. envelope ? new[] { "--envelope" } : [], "--api", CliFixture.Version(api)];
        var ending = gzip ? ".ndjson.gz" : ".ndjson";
        await using var fixture = await CliFixture.StartAsync(Server, SomePageFails);
        await fixture.ExportAsync(options);
        Assert.That(fixture.Folder.Files, Does.Contain($"itemusages{ending}.partial").And.Contain("itemusages.export.json"));
        var done = fixture.RequestsFor(EmulatorFeed.AuditEvents).Count();

        var run = await ResumeAsync(fixture, options);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(fixture.Folder.Files, Is.EqualTo(CliFixture.AllFeeds.Select(feed => CliFixture.Name(feed) + ending)));
        foreach (var feed in CliFixture.AllFeeds)
            Assert.That(Content(fixture, CliFixture.Name(feed) + ending), Is.EqualTo(Expected(fixture, feed, api, envelope)));
        Assert.That(
            fixture.RequestsFor(EmulatorFeed.AuditEvents).Count(), Is.EqualTo(done), "a feed that is complete is not read again");
        Assert.That(run.ErrorLines, Has.Exactly(3).Matches("^[a-z]+ +complete +2,000 events "));
    }

    [Test]
    public async Task Resumed_export_reads_only_what_is_missing()
    {
        await using var fixture = await CliFixture.StartAsync(Server, SomePageFails);
        var first = await fixture.ExportAsync([.. SmallPages, "itemusages"]);
        Assert.That(first.ErrorLines, Does.Contain("Run the same command with --resume to continue."));
        var kept = System.Text.Json.JsonElement.Parse(fixture.Folder.ReadText("itemusages.export.json")).GetProperty("events")
            .GetInt32();
        Assert.That(kept, Is.GreaterThan(600));
        var asked = fixture.Server.Requests.Count;

        var second = await ResumeAsync(fixture, [.. SmallPages, "itemusages"]);

        Assert.That(second.ExitCode, Is.Zero);
        Assert.That(
            second.ErrorLines[0],
            Does.Match(
                $"^itemusages: resuming at 2026-01-3[01]T[0-9:.]+Z \\(2025-10-03T12:00:00Z to 2026-01-31T12:00:00Z\\) after {Cli.Shared.Format.Count(kept, "event")}.$"));
        Assert.That(
            fixture.Server.Requests.Skip(asked).Sum(request => request.Items), Is.InRange(2_000 - kept, 2_000 - kept + 60));
        Assert.That(
            second.ErrorLines[^1], Does.StartWith($"{Cli.Shared.Format.Count(2_000 - kept, "event")} in "),
            "what this run has read");
    }

    [Test]
    public async Task Resumed_export_keeps_its_original_time_range()
    {
        var clock = new FakeTimeProvider(CliFixture.Now);
        await using var fixture = await CliFixture.StartAsync(Server, new CliRunner { Clock = clock }, SomePageFails);
        await fixture.ExportAsync([.. SmallPages, "itemusages", "--since", "20h"]);
        clock.Advance(TimeSpan.FromHours(5));
        fixture.Server.Append(EmulatorFeed.ItemUsages, """{"uuid":"AFTER","timestamp":"2026-01-31T14:00:00Z"}"""u8.ToArray());

        var run = await ResumeAsync(fixture, [.. SmallPages, "itemusages", "--since", "20h"]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var times = CliFixture.SplitLines(fixture.Folder.Read("itemusages.ndjson")).Select(
            line => System.Text.Json.JsonElement.Parse(line).GetProperty("timestamp").GetDateTimeOffset()).ToList();
        Assert.That(times, Is.Ordered.And.All.InRange(CliFixture.Now.AddHours(-20), CliFixture.Now));
        Assert.That(times[0], Is.LessThan(CliFixture.Now.AddHours(-19)));
    }

    [Test]
    public async Task Export_that_its_user_interrupted_can_be_resumed([Values] bool gzip)
    {
        using var interruption = new CancellationTokenSource();
        await using var fixture = await CliFixture.StartAsync(
            Server, new Fault { Feed = EmulatorFeed.AuditEvents, Mode = FaultMode.Stall, After = 60, Times = 100 });
        string[] options = ["auditevents", .. SmallPages, .. gzip ? new[] { "--gzip" } : []];
        var running = fixture.ExportAsync(options, interruption.Token);
        await Eventually.TrueAsync(
            () => fixture.RequestsFor(EmulatorFeed.AuditEvents).Any(request => request.Status == 0), "the feed stalls");
        await interruption.CancelAsync();
        Assert.That((await running).ExitCode, Is.EqualTo(130));
        fixture.Server.ClearFaults();

        var run = await ResumeAsync(fixture, options);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(
            Content(fixture, gzip ? "auditevents.ndjson.gz" : "auditevents.ndjson"),
            Is.EqualTo(fixture.Lines(EmulatorFeed.AuditEvents)));
    }

    [Test]
    public async Task Resume_truncates_lines_behind_the_saved_position()
    {
        await using var fixture = await CliFixture.StartAsync(Server, SomePageFails);
        await fixture.ExportAsync([.. SmallPages, "itemusages"]);
        await File.AppendAllTextAsync(fixture.Folder["itemusages.ndjson.partial"], "half a li");

        var run = await ResumeAsync(fixture, [.. SmallPages, "itemusages"]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(fixture.Folder.Read("itemusages.ndjson"), Is.EqualTo(fixture.Lines(EmulatorFeed.ItemUsages)));
    }

    [Test]
    public async Task Resume_reports_where_each_feed_continues()
    {
        var clock = new FakeTimeProvider(CliFixture.Now);
        await using var fixture = await CliFixture.StartAsync(
            Server with { TimeProvider = clock }, new CliRunner { Clock = clock }, SomePageFails);
        await fixture.ExportAsync(SmallPages);
        clock.Advance(TimeSpan.FromHours(5));
        fixture.Server.Inject(new Fault { Feed = EmulatorFeed.SignInAttempts, Status = 500 });
        await fixture.ExportAsync([.. SmallPages, "signinattempts"]);

        var run = await ResumeAsync(fixture, SmallPages);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.ErrorLines[..3], Is.EqualTo(new[]
        {
            "auditevents: already complete (2025-10-03T12:00:00Z to 2026-01-31T12:00:00Z).",
            run.ErrorLines[1],
            "signinattempts: already complete (2025-10-03T12:00:00Z to 2026-01-31T12:00:00Z).",
        }));
        Assert.That(run.ErrorLines[1], Does.StartWith("itemusages: resuming at 2026-01-3"));
    }

    [Test]
    [Description("Regression: a run could not be resumed after a kill between the save of the manifest and the rename.")]
    public async Task Export_killed_before_its_rename_can_be_resumed()
    {
        await using var fixture = await CliFixture.StartAsync(Server, SomePageFails);
        await fixture.ExportAsync(SmallPages);
        File.Move(fixture.Folder["auditevents.ndjson"], fixture.Folder["auditevents.ndjson.partial"]);
        var asked = fixture.RequestsFor(EmulatorFeed.AuditEvents).Count();

        var run = await ResumeAsync(fixture, SmallPages);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(fixture.Folder.Read("auditevents.ndjson"), Is.EqualTo(fixture.Lines(EmulatorFeed.AuditEvents)));
        Assert.That(fixture.RequestsFor(EmulatorFeed.AuditEvents).Count(), Is.EqualTo(asked));
    }

    [Test]
    public async Task Export_fails_while_another_export_writes_the_same_feed_to_the_folder([Values] bool resume)
    {
        using var interruption = new CancellationTokenSource();
        await using var fixture = await CliFixture.StartAsync(
            Server, new Fault { Feed = EmulatorFeed.ItemUsages, Mode = FaultMode.Stall, After = 60, Times = 100 });
        var first = fixture.ExportAsync([.. SmallPages, "itemusages"], interruption.Token);
        await Eventually.TrueAsync(
            () => fixture.RequestsFor(EmulatorFeed.ItemUsages).Any(request => request.Status == 0), "the first one stalls");

        var second = await ExportAsync(fixture, [.. SmallPages, "itemusages", .. resume ? new[] { "--resume" } : []]);

        second.FailedWith(
            6, $"another process writes the files of itemusages in {fixture.Folder.Path}. Stop it, or use another folder.");
        await interruption.CancelAsync();
        Assert.That((await first).ExitCode, Is.EqualTo(130));
        fixture.Server.ClearFaults();
        var third = await ResumeAsync(fixture, [.. SmallPages, "itemusages"]);
        Assert.That(third.ExitCode, Is.Zero, third.Error);
        Assert.That(fixture.Folder.Read("itemusages.ndjson"), Is.EqualTo(fixture.Lines(EmulatorFeed.ItemUsages)));
    }

    [Test]
    public async Task Resume_without_an_interrupted_export_starts_from_the_beginning()
    {
        await using var fixture = await CliFixture.StartAsync(Server with { EventsPerFeed = 100 });
        var run = await fixture.ExportAsync("--resume");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.ErrorLines[0], Is.EqualTo("auditevents: nothing to resume; the export starts from the beginning."));
        Assert.That(fixture.Folder.Files, Is.EqualTo(CliFixture.AllFeeds.Select(CliFixture.File)));
    }

    [Test]
    public async Task Export_without_resume_restarts_and_sets_the_interrupted_one_aside()
    {
        await using var fixture = await CliFixture.StartAsync(Server, SomePageFails);
        await fixture.ExportAsync([.. SmallPages, "itemusages"]);
        var asked = fixture.Server.Requests.Count;
        var partial = fixture.Folder.Read("itemusages.ndjson.partial");

        var run = await fixture.ExportAsync([.. SmallPages, "itemusages"]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(fixture.Server.Requests.Skip(asked).Sum(request => request.Items), Is.GreaterThanOrEqualTo(2_000));
        Assert.That(fixture.Folder.Files, Is.EqualTo(new[]
        {
            "itemusages.ndjson", "set-aside/itemusages.export.json.20260131T120000000Z", "set-aside/itemusages.ndjson.partial.20260131T120000000Z",
        }));
        Assert.That(fixture.Folder.Read("set-aside/itemusages.ndjson.partial.20260131T120000000Z"), Is.EqualTo(partial));
        Assert.That(
            run.Error,
            Does.Contain(
                $"itemusages: moved an unfinished export ({partial.Length:N0} bytes) to {fixture.Folder["set-aside/itemusages.ndjson.partial.20260131T120000000Z"]}, because this export does not resume it."));
    }

    [Test]
    public async Task Export_in_another_format_sets_the_unfinished_one_and_its_manifest_aside([Values] bool gzipFirst)
    {
        await using var fixture = await CliFixture.StartAsync(Server, SomePageFails);
        string[] plain = [.. SmallPages, "itemusages"], gzip = [.. plain, "--gzip"];
        await fixture.ExportAsync(gzipFirst ? gzip : plain);
        var partial = gzipFirst ? "itemusages.ndjson.gz.partial" : "itemusages.ndjson.partial";
        var before = (fixture.Folder.Read(partial), fixture.Folder.Read("itemusages.export.json"));

        var run = await fixture.ExportAsync(gzipFirst ? plain : gzip);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(
            (
                fixture.Folder.Read($"set-aside/{partial}.20260131T120000000Z"),
                fixture.Folder.Read("set-aside/itemusages.export.json.20260131T120000000Z")),
            Is.EqualTo(before));
        Assert.That(run.Error, Does.Contain("itemusages: moved an unfinished export ("));
        Assert.That(fixture.Folder.Files, Has.Exactly(3).Items);
    }

    [Test]
    [Platform("Unix,Linux,MacOsX")]
    public async Task Resume_does_not_follow_a_manifest_that_is_a_link()
    {
        await using var fixture = await CliFixture.StartAsync(Server, SomePageFails);
        await fixture.ExportAsync([.. SmallPages, "itemusages"]);
        File.Delete(fixture.Folder["itemusages.export.json"]);
        File.CreateSymbolicLink(fixture.Folder["itemusages.export.json"], "/dev/zero");

        (
            await ExportAsync(
                fixture,
                [.. SmallPages, "itemusages", "--resume"])).FailedWith(7, "itemusages.export.json is a symbolic link, which is not followed");
    }

    [Test]
    public async Task Unfinished_export_is_kept_until_the_next_one_has_its_first_page([Values] bool resume)
    {
        await using var fixture = await CliFixture.StartAsync(Server, SomePageFails);
        await fixture.ExportAsync([.. SmallPages, "itemusages"]);
        await File.AppendAllTextAsync(fixture.Folder["itemusages.ndjson.partial"], "half a li");
        var before = fixture.Folder.Files.Select(file => (file, fixture.Folder.ReadText(file))).ToList();
        fixture.Server.Inject(new Fault { Feed = EmulatorFeed.ItemUsages, Status = 500, Times = 1_000 });

        var run = await ExportAsync(fixture, [.. SmallPages, "itemusages", .. resume ? new[] { "--resume" } : []]);

        Assert.That(run.ExitCode, Is.EqualTo(5));
        Assert.That(fixture.Folder.Files.Select(file => (file, fixture.Folder.ReadText(file))), Is.EqualTo(before));
    }

    [Test]
    public async Task Complete_empty_feed_does_not_prevent_resuming_the_others()
    {
        await using var fixture = await CliFixture.StartAsync(
            Server with { EventsPerFeed = 0 }, new Fault { Feed = EmulatorFeed.ItemUsages, Status = 500 });
        Assert.That((await fixture.ExportAsync()).ExitCode, Is.EqualTo(5));
        Assert.That(fixture.Folder.Read("auditevents.ndjson"), Is.Empty);

        var run = await ResumeAsync(fixture);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(fixture.Folder.Files, Is.EqualTo(CliFixture.AllFeeds.Select(CliFixture.File)));
        Assert.That(run.Error, Does.Contain("auditevents: already complete"));
    }

    [Test]
    public async Task Resume_rejects_another_file_of_sufficient_length([Values] bool complete)
    {
        await using var fixture = await CliFixture.StartAsync(Server, SomePageFails);
        await fixture.ExportAsync([.. SmallPages, "auditevents", "itemusages"]);
        var file = complete ? "auditevents.ndjson" : "itemusages.ndjson.partial";
        if (!complete)
            CutToKept(fixture);
        var other = fixture.Folder.Read(file);
        other[^20]++;
        await File.WriteAllBytesAsync(fixture.Folder[file], other);

        (
            await ResumeAsync(
                fixture, [.. SmallPages, "auditevents", "itemusages"])).FailedWithAfterTalk(7, $"{file} has other content, but ");

        Assert.That(fixture.Folder.Read(file), Is.EqualTo(other));
    }

    [Test]
    public async Task Export_syncs_the_folder_after_each_new_name()
    {
        await using var fixture = await CliFixture.StartAsync(Server with { EventsPerFeed = 100 });
        var disk = new FailingDisk();
        var run =
            await new CliRunner { Clock = fixture.Runner.Clock, Disk = disk, Environment = { ["OP_EVENTS_TOKEN"] = fixture.Server.Token } }
            .StartAsync(["export", "auditevents", "--url", fixture.Url, "--output", fixture.Folder["out"]]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(
            disk.Steps[..2], Is.EqualTo(new[] { $"sync {Path.GetFileName(fixture.Folder.Path)}", "sync out" }),
            "the names of the folder and of the new file");
        foreach (var steps in disk.Steps[2..].Chunk(2))
            Assert.That(steps, Is.EqualTo(new[] { steps[0], "sync out" }).And.ItemAt(0).Contains(" -> "));
        Assert.That(disk.Steps[^2], Is.EqualTo("auditevents.ndjson.partial -> auditevents.ndjson"));
    }

    [TestCase("--since", "12h", "the interrupted export in", "used --since 120d. Give the same options, or leave out --resume to restart.")]
    [TestCase("--until", "1h", "the interrupted export in", "did not use --until")]
    [TestCase("--api", "v1", "the interrupted export in", "used --api v2")]
    [TestCase("--gzip", null, "the interrupted export in", "did not use --gzip")]
    [TestCase("--envelope", null, "the interrupted export in", "did not use --envelope")]
    public async Task Resume_with_other_options_is_rejected_and_changes_nothing(
        string option, string? value, string message, string reason)
    {
        await using var fixture = await CliFixture.StartAsync(Server, SomePageFails);
        await fixture.ExportAsync([.. SmallPages, "itemusages"]);
        var before = fixture.Folder.Files.Select(file => fixture.Folder.ReadText(file)).ToList();

        string[] options = value is null ? [option] : [option, value];
        var run = await ResumeAsync(fixture, ["itemusages", .. SmallPages, .. options]);

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain(message).And.Contain(reason));
        Assert.That(fixture.Folder.Files.Select(file => fixture.Folder.ReadText(file)), Is.EqualTo(before));
    }

    [Test]
    public async Task Resume_with_another_account_is_rejected([Values] EmulatorApi api)
    {
        await using var fixture = await CliFixture.StartAsync(Server, SomePageFails);
        await fixture.ExportAsync([.. SmallPages, "itemusages", "--api", CliFixture.Version(api)]);
        var manifest = fixture.Folder.ReadText("itemusages.export.json");
        fixture.Folder.Write(
            "itemusages.export.json",
            System.Text.RegularExpressions.Regex.Replace(manifest, "\"account\": \"[^\"]+\"", "\"account\": \"OTHER\""));

        Assert.That(
            (await ResumeAsync(fixture, ["itemusages", .. SmallPages, "--api", CliFixture.Version(api)])).Error,
            Does.Contain("is of another account"));
    }

    [TestCase("")]
    [TestCase("{}")]
    [TestCase("[1]")]
    [TestCase("{\"version\":2}")]
    [TestCase("\u0000")]
    public async Task Resume_reports_a_corrupt_manifest(string damage)
    {
        await using var fixture = await CliFixture.StartAsync(Server, SomePageFails);
        await fixture.ExportAsync([.. SmallPages, "itemusages"]);
        fixture.Folder.Write("itemusages.export.json", damage);

        (await ResumeAsync(fixture, ["itemusages", .. SmallPages])).FailedWith(
            7, "itemusages.export.json is corrupt. To continue, leave out --resume to restart.");
    }

    [TestCase("complete_until", "\"2027-01-01T00:00:00Z\"", "is corrupt")]
    [TestCase("complete_until", "\"2020-01-01T00:00:00Z\"", "is corrupt")]
    [TestCase("edge", "[null]", "is corrupt")]
    [TestCase("feed", "\"auditevents\"", "belongs to auditevents")]
    [TestCase("feed", "\"../elsewhere\"", "belongs to ../elsewhere")]
    public async Task Resume_reports_a_manifest_with_impossible_values(string name, string value, string message)
    {
        await using var fixture = await CliFixture.StartAsync(Server, SomePageFails);
        await fixture.ExportAsync([.. SmallPages, "itemusages"]);
        var manifest = System.Text.Json.Nodes.JsonNode.Parse(fixture.Folder.ReadText("itemusages.export.json"))!.AsObject();
        manifest[name] = System.Text.Json.Nodes.JsonNode.Parse(value);
        fixture.Folder.Write("itemusages.export.json", manifest.ToJsonString());

        (await ResumeAsync(fixture, ["itemusages", .. SmallPages])).FailedWith(7, $"itemusages.export.json {message}");
    }

    [Test]
    public async Task Resume_reports_an_output_that_lost_lines([Values] bool all)
    {
        await using var fixture = await CliFixture.StartAsync(Server, SomePageFails);
        await fixture.ExportAsync([.. SmallPages, "itemusages"]);
        if (all)
            File.Delete(fixture.Folder["itemusages.ndjson.partial"]);
        else
            fixture.Folder.Write("itemusages.ndjson.partial", "short");

        (await ResumeAsync(fixture, ["itemusages", .. SmallPages])).FailedWith(
            7, $"itemusages.ndjson.partial is {(all ? "missing" : "5 bytes long")}, but the interrupted export saved ",
            "bytes of it. Restore the file, or leave out --resume to restart.");
    }

    [Test]
    public async Task Resume_with_standard_output_is_rejected()
    {
        await using var fixture = await CliFixture.StartAsync(Server);
        (
            await fixture.ExportAsync(
                "itemusages", "--output", "-",
                "--resume")).FailedWith(2, "--resume needs files. It does not work with standard output.");
    }

    private static Task<CliResult> ResumeAsync(CliFixture fixture, params string[] options) =>
        ExportAsync(fixture, [.. options, "--resume"]);

    private static Task<CliResult> ExportAsync(CliFixture fixture, string[] options) => new CliRunner
    {
        Clock = fixture.Runner.Clock,
        Environment = { ["OP_EVENTS_TOKEN"] = fixture.Server.Token },
    }.StartAsync(["export", "--url", fixture.Url, "--output", fixture.Folder.Path, .. options]);

    private static int Kept(CliFixture fixture) =>
        System.Text.Json.JsonElement.Parse(fixture.Folder.ReadText("itemusages.export.json")).GetProperty("length").GetInt32();

    private static void CutToKept(CliFixture fixture)
    {
        using var partial = File.OpenWrite(fixture.Folder["itemusages.ndjson.partial"]);
        partial.SetLength(Kept(fixture));
    }

    private static byte[] Content(CliFixture fixture, string file) =>
        file.EndsWith(".gz", StringComparison.Ordinal) ? fixture.Folder.UnzipMembers(file) : fixture.Folder.Read(file);

    private static byte[] Expected(CliFixture fixture, EmulatorFeed feed, EmulatorApi api, bool envelope)
    {
        var lines = fixture.Lines(feed, api);
        return envelope
            ? [.. CliFixture.SplitLines(lines).SelectMany(line => System.Text.Encoding.UTF8.GetBytes($$"""{"feed":"{{CliFixture.Name(feed)}}","event":{{line}}}""" + "\n"))]
            : lines;
    }
}
