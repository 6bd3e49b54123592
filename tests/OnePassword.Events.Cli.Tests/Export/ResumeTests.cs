using System.Text.Json;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;
using static OnePassword.Events.Cli.Tests.Export.InterruptedExport;

namespace OnePassword.Events.Cli.Tests.Export;

/// <summary>An interrupted export is resumed.</summary>
public sealed class ResumeTests
{
    [Test]
    public async Task Resumed_export_writes_the_same_files([Values] bool gzip, [Values("raw", "envelope", "ecs", "ocsf")] string format, [Values] EmulatorApi api)
    {
        string[] options =
            [.. SmallPages, .. gzip ? new[] { "--gzip" } : [], "--format", format, "--api", CliFixture.Version(api)];
        var ending = gzip ? ".ndjson.gz" : ".ndjson";
        await using var fixture = await CliFixture.StartAsync(Server, SomePageFails);
        await fixture.ExportAsync(options);
        Assert.That(fixture.Folder.Files, Does.Contain($"itemusages{ending}.partial").And.Contain("itemusages.export.json"));
        var done = fixture.RequestsFor(EmulatorFeed.AuditEvents).Count();

        var run = await ResumeAsync(fixture, options);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(fixture.Folder.Files, Is.EqualTo(CliFixture.AllFeeds.Select(feed => CliFixture.Name(feed) + ending)));
        foreach (var feed in CliFixture.AllFeeds)
            Assert.That(Originals(Content(fixture, CliFixture.Name(feed) + ending), format), Is.EqualTo(CliFixture.SplitLines(fixture.Lines(feed, api))));
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
        var kept = Kept(fixture, "events");
        Assert.That(kept, Is.GreaterThan(600));
        var before = fixture.Server.Requests.Count;

        var second = await ResumeAsync(fixture, [.. SmallPages, "itemusages"]);

        Assert.That(second.ExitCode, Is.Zero);
        Assert.That(
            second.ErrorLines[0],
            Does.Match(
                $"^itemusages: resuming after {Cli.Shared.Format.Count(kept, "event")} \\(2025-10-03T12:00:00Z to 2026-01-31T12:00:00Z\\).$"));
        Assert.That(
            fixture.Server.Requests.Skip(before).Sum(request => request.Items), Is.InRange(2_000 - kept, 2_000 - kept + 100));
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
        await Wait.UntilAsync(() => fixture.RequestsFor(EmulatorFeed.AuditEvents).Any(request => request.Status == 0));
        await fixture.InterruptAsync(interruption);
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
        fixture.Server.Inject(new Fault { Feed = EmulatorFeed.SignInAttempts, Status = 404 });
        await fixture.ExportAsync([.. SmallPages, "signinattempts", "--overwrite"]);

        var run = await ResumeAsync(fixture, SmallPages);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.ErrorLines[..3], Is.EqualTo(new[]
        {
            "auditevents: already complete (2025-10-03T12:00:00Z to 2026-01-31T12:00:00Z).",
            run.ErrorLines[1],
            "signinattempts: already complete (2025-10-03T12:00:00Z to 2026-01-31T12:00:00Z).",
        }));
        Assert.That(run.ErrorLines[1], Does.StartWith("itemusages: resuming after "));
    }

    [Test]
    [Description("Regression: a run could not be resumed after a kill between the save of the manifest and the rename.")]
    public async Task Export_killed_before_its_rename_can_be_resumed()
    {
        await using var fixture = await CliFixture.StartAsync(Server, SomePageFails);
        await fixture.ExportAsync(SmallPages);
        File.Move(fixture.Folder["auditevents.ndjson"], fixture.Folder["auditevents.ndjson.partial"]);
        var before = fixture.RequestsFor(EmulatorFeed.AuditEvents).Count();

        var run = await ResumeAsync(fixture, SmallPages);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(fixture.Folder.Read("auditevents.ndjson"), Is.EqualTo(fixture.Lines(EmulatorFeed.AuditEvents)));
        Assert.That(fixture.RequestsFor(EmulatorFeed.AuditEvents).Count(), Is.EqualTo(before));
    }

    [Test]
    public async Task Complete_empty_feed_does_not_prevent_resuming_the_others()
    {
        await using var fixture = await CliFixture.StartAsync(
            Server with { EventsPerFeed = 0 }, new Fault { Feed = EmulatorFeed.ItemUsages, Status = 404 });
        Assert.That((await fixture.ExportAsync()).ExitCode, Is.EqualTo(5));
        Assert.That(fixture.Folder.Read("auditevents.ndjson"), Is.Empty);

        var run = await ResumeAsync(fixture);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(fixture.Folder.Files, Is.EqualTo(CliFixture.AllFeeds.Select(CliFixture.File)));
        Assert.That(run.Error, Does.Contain("auditevents: already complete"));
    }

    private static IEnumerable<string> Originals(byte[] content, string format) => CliFixture.SplitLines(content).Select(line => format switch
    {
        "raw" => line,
        "envelope" => EventOf(line),
        "ecs" => JsonElement.Parse(line).GetProperty("event").GetProperty("original").GetString()!,
        _ => JsonElement.Parse(line).GetProperty("raw_data").GetString()!,
    });
}
