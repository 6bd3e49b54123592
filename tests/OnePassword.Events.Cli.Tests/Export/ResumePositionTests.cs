using System.Text.Json.Nodes;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Export;

/// <summary>A resumed export continues from the cursor inside a time window.</summary>
[Category("Slow")]
public sealed class ResumePositionTests
{
    private const int PageSize = 50;
    private const int Events = 2_000;
    private const int FeedCount = 3;
    private const int AllEvents = FeedCount * Events;

    // Pages in flight and buffered when all requests stall, and the first page of the time that is planned again.
    private const int MaxPagesReadAgain = 16;

    private static readonly EmulatorOptions Server = new() { EventsPerFeed = Events, Quota = Quota.Off };
    private static readonly string[] Options = ["auditevents", "--page-size", $"{PageSize}"];

    [Test]
    [Description("Regression: 16,000 of 18,997 events were read again.")]
    public async Task Export_that_stopped_while_its_requests_stalled_reads_only_a_few_pages_again([Values(2, 10, 20, 38)] int pages, [Values] bool gzip)
    {
        await using var fixture = await CliFixture.StartAsync(Server, Stall(pages));
        string[] options = [.. Options, .. gzip ? new[] { "--gzip" } : []];
        await StopAfterStallAsync(fixture, options);
        fixture.Server.ClearFaults();

        var run = await InterruptedExport.ResumeAsync(fixture, options);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var file = gzip ? "auditevents.ndjson.gz" : "auditevents.ndjson";
        Assert.That(InterruptedExport.Content(fixture, file), Is.EqualTo(fixture.Lines(EmulatorFeed.AuditEvents)));
        var again = fixture.RequestsFor(EmulatorFeed.AuditEvents).Sum(request => request.Items) - Events;
        TestContext.Out.WriteLine($"stopped after {pages} pages: {again} events read again");
        Assert.That(again, Is.InRange(0, MaxPagesReadAgain * PageSize));
    }

    [Test]
    [Description("Regression: up to 12 pages per feed were read again.")]
    public async Task Export_that_stopped_reads_at_most_three_pages_per_feed_again(
        [Values(20, 200)] int pageSize, [Values(0, 100)] int latency, [Values(10, 50, 85)] int percent)
    {
        string[] options = ["--page-size", $"{pageSize}"];
        await using var fixture = await StopAfterAsync(AllEvents * percent / 100, TimeSpan.FromMilliseconds(latency), options);
        var read = fixture.Server.Requests.Sum(request => request.Items);

        var run = await InterruptedExport.ResumeAsync(fixture, options);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        foreach (var feed in CliFixture.AllFeeds)
            Assert.That(fixture.Folder.Read(CliFixture.File(feed)), Is.EqualTo(fixture.Lines(feed)), $"{feed}");
        var again = fixture.Server.Requests.Sum(request => request.Items) - AllEvents;
        TestContext.Out.WriteLine($"stopped after {read} events: {again} events read again");
        Assert.That(again, Is.InRange(0, 3 * FeedCount * pageSize));
    }

    [Test]
    [Description("Regression: pages that waited for a possible split of their time window were dropped.")]
    public async Task Export_that_stops_writes_the_pages_that_have_arrived()
    {
        // At this latency, the first pages wait until it is known how dense the events are. One request at a time reads in order.
        var slow = Server with { Latency = TimeSpan.FromMilliseconds(150), Now = TimeProvider.System.GetUtcNow() };
        await using var fixture = await CliFixture.StartAsync(slow, new CliRunner(), Stall(20));
        using var interruption = new CancellationTokenSource();
        var running = fixture.ExportAsync([.. Options, "--parallel", "1"], interruption.Token);
        await Wait.UntilAsync(() => fixture.RequestsFor(EmulatorFeed.AuditEvents).Any(request => request.Status == 0));
        await fixture.InterruptAsync(interruption);

        var run = await running;

        Assert.That(run.ExitCode, Is.EqualTo(130));
        Assert.That(
            CliFixture.SplitLines(fixture.Folder.Read("auditevents.ndjson.partial")).Length,
            Is.GreaterThanOrEqualTo(12 * PageSize), run.Error);
    }

    [Test]
    public async Task Rejected_cursor_restarts_the_window_without_loss_and_without_duplicates([Values] bool gzip)
    {
        await using var fixture = await CliFixture.StartAsync(Server, Stall(20));
        string[] options = [.. Options, .. gzip ? new[] { "--gzip" } : []];
        await StopAfterStallAsync(fixture, options);
        fixture.Server.ClearFaults();
        var manifest = JsonNode.Parse(fixture.Folder.ReadText("auditevents.export.json"))!;
        manifest["window"]!["cursor"] = "expired";
        fixture.Folder.Write("auditevents.export.json", manifest.ToJsonString());

        var run = await InterruptedExport.ResumeAsync(fixture, options);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Error, Does.Contain("Their events will be read again."));
        Assert.That(run.ErrorLines, Has.Exactly(1).Matches($"^auditevents +complete +{Events:N0} events"));
        var file = gzip ? "auditevents.ndjson.gz" : "auditevents.ndjson";
        Assert.That(InterruptedExport.Content(fixture, file), Is.EqualTo(fixture.Lines(EmulatorFeed.AuditEvents)));
    }

    [Test]
    public async Task Other_page_size_restarts_the_window_because_a_cursor_keeps_its_page_size()
    {
        await using var fixture = await CliFixture.StartAsync(Server, Stall(20));
        await StopAfterStallAsync(fixture, Options);
        fixture.Server.ClearFaults();
        var before = fixture.RequestsFor(EmulatorFeed.AuditEvents).Count();

        var run = await InterruptedExport.ResumeAsync(fixture, "auditevents", "--page-size", "25");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(fixture.RequestsFor(EmulatorFeed.AuditEvents).Skip(before).Max(request => request.Items), Is.EqualTo(25));
        Assert.That(fixture.Folder.Read("auditevents.ndjson"), Is.EqualTo(fixture.Lines(EmulatorFeed.AuditEvents)));
    }

    [Test]
    public async Task Export_killed_at_any_time_and_resumed_has_each_event_once()
    {
        var options = Server with { Latency = TimeSpan.FromMilliseconds(25), EventsPerFeed = 3_000 };
        await using var fixture = await CliFixture.StartAsync(options with { Now = TimeProvider.System.GetUtcNow() }, new CliRunner());
        string[] export = ["export", "--url", fixture.Url, "--output", fixture.Folder.Path, "--page-size", "20", "--since", "2d", "--resume"];
        var random = TestContext.CurrentContext.Random;
        for (var kill = 0; kill < 3; kill++)
        {
            using var tool = CliProcess.Start(fixture.Server.Token, export);
            var requests = fixture.Server.Requests.Count;
            await Wait.UntilAsync(() => tool.HasExited || fixture.Server.Requests.Count > requests + random.Next(20, 150));
            if (tool.HasExited)
                break;
            tool.Kill();
        }

        using var last = CliProcess.Start(fixture.Server.Token, export);
        var (exitCode, _, error) = await last.EndAsync(TimeSpan.FromMinutes(5));

        Assert.That(exitCode, Is.Zero, error);
        foreach (var feed in CliFixture.AllFeeds)
            Assert.That(fixture.Folder.Read(CliFixture.File(feed)), Is.EqualTo(fixture.Lines(feed)), $"{feed}");
    }

    private static Fault Stall(int pages) => new() { Feed = EmulatorFeed.AuditEvents, Mode = FaultMode.Stall, After = pages, Times = 1_000 };

    // Interrupts an export of all feeds that has read some events. A fast machine can complete it before the signal arrives.
    private static async Task<CliFixture> StopAfterAsync(int events, TimeSpan latency, string[] options)
    {
        for (var attempt = 0; attempt < 50; attempt++)
        {
            var fixture = await CliFixture.StartAsync(Server with { Latency = latency });
            using var interruption = new CancellationTokenSource();
            var running = fixture.ExportAsync(options, interruption.Token);
            await Wait.UntilAsync(() => running.IsCompleted || fixture.Server.Requests.Sum(request => request.Items) > events);
            await interruption.CancelAsync(); // The fake clock does not move: the export takes as long as this machine needs.
            if ((await running).ExitCode == 130)
                return fixture;
            await fixture.DisposeAsync();
        }
        throw new InvalidOperationException("Every export was complete before the signal.");
    }

    // Interrupts the export once all its requests stall.
    private static async Task StopAfterStallAsync(CliFixture fixture, string[] options)
    {
        using var interruption = new CancellationTokenSource();
        var running = fixture.ExportAsync(options, interruption.Token);
        await Wait.UntilAsync(() => fixture.RequestsFor(EmulatorFeed.AuditEvents).Any(request => request.Status == 0));
        await fixture.PartialAsync(EmulatorFeed.AuditEvents, options.Contains("--gzip", StringComparer.Ordinal) ? ".gz" : "");
        await fixture.InterruptAsync(interruption);
        Assert.That((await running).ExitCode, Is.EqualTo(130));
    }
}
