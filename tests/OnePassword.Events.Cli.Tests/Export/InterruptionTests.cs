using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Durable;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Export;

/// <summary>An interrupted run stops soon, reports that, and keeps partial files.</summary>
public sealed class InterruptionTests
{
    private static readonly EmulatorOptions Small = new() { EventsPerFeed = 100 };

    [Test]
    public async Task Interruption_stops_a_stalled_feed_and_keeps_its_partial_file([Values] bool gzip)
    {
        using var interruption = new CancellationTokenSource();
        await using var fixture = await CliFixture.StartAsync(
            Small, new Fault { Feed = EmulatorFeed.AuditEvents, Mode = FaultMode.Stall, After = 40 });
        fixture.Folder.Write("auditevents.ndjson", "old");
        var running = fixture.ExportAsync(["--overwrite", "--page-size", "1", "--parallel", "1", .. gzip ? new[] { "--gzip" } : []], interruption.Token);
        var ending = gzip ? ".gz" : "";
        await Wait.UntilAsync(() => fixture.RequestsFor(EmulatorFeed.AuditEvents).Count() == 41
                && File.Exists(fixture.Folder["itemusages.ndjson" + ending])
                    && File.Exists(fixture.Folder["signinattempts.ndjson" + ending]));
        await Wait.UntilAsync(
            () => new FileInfo(fixture.Folder[$"auditevents.ndjson{ending}.partial"]) is { Exists: true, Length: > 0 });

        await fixture.InterruptAsync(interruption);
        var run = await running;
        Assert.That(run.ExitCode, Is.EqualTo(130));
        Assert.That(run.ErrorLines, Does.Contain("op-events: auditevents: interrupted.")
            .And.One.Matches("^auditevents +PARTIAL +[1-9][0-9]? events?").And.Exactly(2).Contains(" complete "));
        Assert.That(fixture.Folder.ReadText("auditevents.ndjson"), Is.EqualTo("old"));
        var partial = $"auditevents.ndjson{ending}.partial";
        fixture.AssertBeginning(EmulatorFeed.AuditEvents, gzip ? fixture.Folder.UnzipMembers(partial) : fixture.Folder.Read(partial));
    }

    [Test]
    [Description("Regression: a feed of which all events had been read was not completed, and read again.")]
    [Category("InProcess")]
    public async Task Interruption_after_the_last_page_completes_the_file()
    {
        await using var fixture = await CliFixture.StartAsync(Small);
        using var interruption = new CancellationTokenSource();
        var tool = new CliRunner
        {
            Clock = fixture.Runner.Clock,
            Environment = { ["OP_EVENTS_TOKEN"] = fixture.Server.Token },
            Disk = new InterruptingDisk(interruption),
        };

        var run = await tool.StartAsync(
            ["export", "auditevents", "--url", fixture.Url, "--output", fixture.Folder.Path], interruption.Token);

        Assert.That((run.ExitCode, interruption.IsCancellationRequested), Is.EqualTo((0, true)), run.Error);
        Assert.That(fixture.Folder.Read("auditevents.ndjson"), Is.EqualTo(fixture.Lines(EmulatorFeed.AuditEvents)));
    }

    [TestCase("export")]
    [TestCase("introspect")]
    public async Task Interruption_stops_a_stalled_introspection(string command)
    {
        using var interruption = new CancellationTokenSource();
        await using var fixture = await CliFixture.StartAsync(Small, new Fault { Introspect = true, Mode = FaultMode.Stall });
        string[] output = command == "export" ? ["--output", fixture.Folder.Path] : [];
        var running = fixture.Runner.StartAsync([command, "--url", fixture.Url, .. output], interruption.Token);
        await Wait.UntilAsync(() => fixture.Server.Requests.Count == 1);

        await interruption.CancelAsync();
        (await running).FailedWith(130, "interrupted");
        Assert.That(fixture.Folder.Files, Is.Empty);
    }

    [Test]
    [Category("InProcess")]
    public async Task Interruption_before_the_start_sends_no_request()
    {
        await using var fixture = await CliFixture.StartAsync(Small);
        (await fixture.ExportAsync([], new CancellationToken(canceled: true))).FailedWith(130, "interrupted");
        Assert.That(fixture.Server.Requests, Is.Empty);
    }

    /// <summary>Interrupts the export when it creates its output: once the first page has been read.</summary>
    private sealed class InterruptingDisk(CancellationTokenSource interruption) : Disk
    {
        public override FileStream Create(string path, FileRights rights)
        {
            if (path.EndsWith(".partial", StringComparison.Ordinal))
                interruption.Cancel();
            return base.Create(path, rights);
        }
    }
}
