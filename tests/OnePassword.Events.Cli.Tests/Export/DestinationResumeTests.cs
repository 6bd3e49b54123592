using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;
using static OnePassword.Events.Cli.Tests.Export.DestinationExport;

namespace OnePassword.Events.Cli.Tests.Export;

/// <summary><c>export --to --resume</c>: an interrupted export continues, and sends little twice.</summary>
[Category("InProcess")]
public sealed class DestinationResumeTests
{
    [Test]
    public async Task Resumed_export_sends_only_what_is_missing()
    {
        await using var fixture = await CliFixture.StartAsync(
            Server, new Fault { Feed = EmulatorFeed.ItemUsages, Status = 404, After = 3 });
        await using var siem = await FakeEndpoint.StartAsync();
        var first = await ExportAsync(fixture, siem, "--parallel", "1");
        Assert.That(first.ExitCode, Is.EqualTo(5));
        Assert.That(first.ErrorLines, Does.Contain("Run the same command with --resume to continue."));
        var before = siem.Lines.Count;
        Assert.That(before, Is.InRange(201, 299));

        (await ExportAsync(fixture, siem, "--parallel", "1")).FailedWith(
            2, "/auditevents-https.export.json belongs to an interrupted export. Use --resume to continue it, or delete the file to restart.");
        Assert.That(siem.Lines, Has.Count.EqualTo(before));
        var run = await ExportAsync(fixture, siem, "--parallel", "1", "--resume");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.ErrorLines, Has.One.StartsWith("auditevents: already complete").And.One.StartsWith("itemusages: resuming after "));
        Assert.That(siem.Lines, Is.EquivalentTo(All(fixture)), "a page whose position is saved is not sent again");
        Assert.That(Directory.GetFiles(fixture.Folder["state/exports"], "*.json"), Is.Empty);
    }

    [Test]
    public async Task Interruption_loses_no_event_and_sends_at_most_the_last_page_twice()
    {
        await using var fixture = await CliFixture.StartAsync(Server);
        await using var siem = await FakeEndpoint.StartAsync();
        siem.Choose = _ => siem.Requests.Count > 4 ? new ServiceFault.Hang { AfterProcessing = true } : null;
        using var interruption = new CancellationTokenSource();
        var running = fixture.Runner.StartAsync([.. Options(fixture, siem), "auditevents"], interruption.Token);
        await Wait.UntilAsync(() => siem.Requests.Count > 4);
        await fixture.InterruptAsync(interruption);
        Assert.That((await running).ExitCode, Is.EqualTo(130));
        siem.Choose = _ => null;

        var run = await ExportAsync(fixture, siem, "auditevents", "--resume");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(siem.Lines.ToHashSet(StringComparer.Ordinal), Is.EquivalentTo(Lines(fixture, EmulatorFeed.AuditEvents)));
        Assert.That(siem.Lines, Has.Count.InRange(100, 120));
    }

    [Test]
    public async Task Elasticsearch_stores_each_event_of_an_interrupted_export_once()
    {
        await using var fixture = await CliFixture.StartAsync(Server);
        await using var elastic = await FakeElasticsearch.StartAsync();
        elastic.Choose = request => elastic.Cluster.Indices.Values.Sum(index => index.Documents.Count()) > 40
            ? new ServiceFault.Hang { AfterProcessing = request.Path.EndsWith("_bulk", StringComparison.Ordinal) }
            : null;
        string[] options =
            ["export", "auditevents", "--url", fixture.Url, "--to", "elasticsearch", "--set", $"url={elastic.Url}", "--state", fixture.Folder["state"]];
        using var interruption = new CancellationTokenSource();
        var running = fixture.Runner.StartAsync([.. options, "--page-size", "20"], interruption.Token);
        await Wait.UntilAsync(() => elastic.Cluster.Indices.Values.Sum(index => index.Documents.Count()) > 60);
        await fixture.InterruptAsync(interruption);
        Assert.That((await running).ExitCode, Is.EqualTo(130));
        elastic.Choose = _ => null;
        foreach (var index in elastic.Cluster.Indices.Values)
            index.Rollover(); // From now on, the stream accepts an id that it has.

        var run = await RunAsync(fixture, [.. options[1..], "--resume", "--page-size", "7"]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var ids = elastic.Cluster.Indices.Values.SelectMany(index => index.Documents).Select(document => document.Id).ToList();
        Assert.That(ids, Has.Count.EqualTo(100).And.Unique);
    }

    [Test]
    public async Task Resume_rejects_another_destination_or_format()
    {
        await using var fixture = await CliFixture.StartAsync(Server);
        await using var siem = await FakeEndpoint.StartAsync();
        await using var other = await FakeEndpoint.StartAsync();
        siem.Choose = _ => new ServiceFault.Respond(new ServiceReply(403));
        Assert.That((await ExportAsync(fixture, siem, "auditevents")).ExitCode, Is.EqualTo(6));

        var run = await ExportAsync(fixture, other, "auditevents", "--resume");
        Assert.That(run.ExitCode, Is.EqualTo(2), run.Error);
        Assert.That(run.Error, Does.Contain($"sent events to http://127.0.0.1:{siem.Url.Port}. Use the same options, or delete "));
        run = await ExportAsync(fixture, siem, "auditevents", "--resume", "--set", "format=ecs");
        Assert.That(run.ExitCode, Is.EqualTo(2), run.Error);
        Assert.That(run.Error, Does.Contain("used the format raw. Use the same options"));
        Assert.That(other.Requests, Is.Empty);
    }
}
