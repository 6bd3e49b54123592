using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;
using static OnePassword.Events.Cli.Tests.Export.InterruptedExport;

namespace OnePassword.Events.Cli.Tests.Export;

/// <summary>An unfinished export is kept, locked and set aside.</summary>
public sealed class UnfinishedExportTests
{
    [Test]
    public async Task Export_fails_while_another_export_writes_the_same_feed_to_the_folder([Values] bool resume)
    {
        using var interruption = new CancellationTokenSource();
        await using var fixture = await CliFixture.StartAsync(
            Server, new Fault { Feed = EmulatorFeed.ItemUsages, Mode = FaultMode.Stall, After = 60, Times = 100 });
        var first = fixture.ExportAsync([.. SmallPages, "itemusages"], interruption.Token);
        await Wait.UntilAsync(() => fixture.RequestsFor(EmulatorFeed.ItemUsages).Any(request => request.Status == 0));

        var second = await ExportAsync(fixture, [.. SmallPages, "itemusages", resume ? "--resume" : "--overwrite"]);

        second.FailedWith(
            6, $"another process writes the files of itemusages in {fixture.Folder.Path}. Stop it, or use another folder.");
        await fixture.InterruptAsync(interruption);
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
    public async Task Overwriting_export_restarts_and_sets_the_interrupted_one_aside()
    {
        await using var fixture = await CliFixture.StartAsync(Server, SomePageFails);
        await fixture.ExportAsync([.. SmallPages, "itemusages"]);
        var before = fixture.Server.Requests.Count;
        var partial = fixture.Folder.Read("itemusages.ndjson.partial");

        var run = await fixture.ExportAsync([.. SmallPages, "itemusages", "--overwrite"]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(fixture.Server.Requests.Skip(before).Sum(request => request.Items), Is.GreaterThanOrEqualTo(2_000));
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

        var run = await fixture.ExportAsync([.. gzipFirst ? plain : gzip, "--overwrite"]);

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
    public async Task Unfinished_export_is_kept_until_the_next_one_has_its_first_page([Values] bool resume)
    {
        await using var fixture = await CliFixture.StartAsync(Server, SomePageFails);
        await fixture.ExportAsync([.. SmallPages, "itemusages"]);
        await File.AppendAllTextAsync(fixture.Folder["itemusages.ndjson.partial"], "half a li");
        var before = fixture.Folder.Files.Select(file => (file, fixture.Folder.ReadText(file))).ToList();
        fixture.Server.Inject(new Fault { Feed = EmulatorFeed.ItemUsages, Status = 404, Times = 1_000 });

        var run = await ExportAsync(fixture, [.. SmallPages, "itemusages", resume ? "--resume" : "--overwrite"]);

        Assert.That(run.ExitCode, Is.EqualTo(5));
        Assert.That(fixture.Folder.Files.Select(file => (file, fixture.Folder.ReadText(file))), Is.EqualTo(before));
    }

    [Test]
    [Category("InProcess")]
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
}
