using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Export;

/// <summary><c>export --to</c>: past events arrive at a destination, also after an interruption.</summary>
[Category("InProcess")]
public sealed class ExportToDestinationTests
{
    private static readonly EmulatorOptions Server = new() { EventsPerFeed = 100, Quota = Quota.Off };

    [Test]
    public async Task Each_event_of_all_feeds_arrives_once()
    {
        await using var fixture = await CliFixture.StartAsync(Server);
        await using var siem = await FakeEndpoint.StartAsync();

        var run = await ExportAsync(fixture, siem);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(siem.Lines, Is.EquivalentTo(All(fixture)));
        Assert.That(run.ErrorLines, Has.One.Match("^https: 300 events delivered in [0-9]+ requests$")
            .And.Exactly(3).Matches($"^[a-z]+ +complete +100 events .* http://127.0.0.1:{siem.Url.Port}$"));
        Assert.That(Directory.GetFiles(fixture.Folder["state/exports"], "*.json"), Is.Empty, "a complete export keeps no manifest");
    }

    [Test]
    public async Task Splunk_gets_each_event_of_all_feeds_once()
    {
        await using var fixture = await CliFixture.StartAsync(Server);
        await using var splunk = await FakeSplunk.StartAsync();
        fixture.Runner.Environment["HEC_TOKEN"] = splunk.Token;

        var run = await fixture.Runner.StartAsync(
            ["export", "--url", fixture.Url, "--to", "splunk", "--set", $"url={splunk.Url}", "--set", "token.env=HEC_TOKEN", "--state", fixture.Folder["state"]]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(splunk.Events, Has.Count.EqualTo(300));
        Assert.That(run.ErrorLines, Has.Exactly(3).Matches(@"^[a-z]+ +complete +100 events .* Splunk at http://127\.0\.0\.1:"));
    }

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
    public async Task Destination_that_needs_an_operator_ends_the_export_which_can_then_be_resumed()
    {
        await using var fixture = await CliFixture.StartAsync(Server);
        await using var siem = await FakeEndpoint.StartAsync();
        siem.Choose = _ => siem.Lines.Count >= 40 ? new ServiceFault.Respond(new ServiceReply(403)) : null;

        var stopped = await ExportAsync(fixture, siem);

        Assert.That(stopped.ExitCode, Is.EqualTo(6), stopped.Error);
        Assert.That(stopped.ErrorLines, Has.One.Match("^op-events: https: http://127.* 403.* All feeds of this output stop.$")
            .And.Some.EqualTo("Run the same command with --resume to continue."));
        Assert.That(fixture.Folder["state/dead-letters"], Does.Not.Exist);
        siem.Choose = _ => null;
        var run = await ExportAsync(fixture, siem, "--resume");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(siem.Lines, Is.EquivalentTo(All(fixture)), "a rejected request is not processed");
    }

    [Test]
    public async Task Unavailable_destination_is_retried_for_a_minute()
    {
        await using var fixture = await CliFixture.StartAsync(Server);
        await using var siem = await FakeEndpoint.StartAsync();
        var unavailable = new ServiceReply(503);
        siem.Inject(new ServiceFault.Respond(unavailable.RetryAfter("0")), new ServiceFault.Respond(unavailable.RetryAfter("61")));

        var first = await ExportAsync(fixture, siem, "auditevents");
        Assert.That(first.ExitCode, Is.EqualTo(6), first.Error);
        Assert.That(siem.Requests, Has.Count.EqualTo(2), "the first failure is retried at once; the second would exceed the minute");
        Assert.That(first.ErrorLines, Has.Some.Match("^https: http://127.* 503.* Retrying.$").And.Some.EqualTo("Run the same command with --resume to continue."));

        var run = await ExportAsync(fixture, siem, "auditevents", "--resume");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(siem.Lines, Is.EquivalentTo(Lines(fixture, EmulatorFeed.AuditEvents)));
    }

    [Test]
    public async Task Rejected_event_is_a_dead_letter_and_the_export_completes()
    {
        await using var fixture = await CliFixture.StartAsync(Server);
        await using var siem = await FakeEndpoint.StartAsync();
        var poison = Lines(fixture, EmulatorFeed.SignInAttempts)[50];
        siem.Rejects = line => line == poison;

        var run = await ExportAsync(fixture, siem);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(siem.Lines, Is.EquivalentTo(All(fixture).Where(line => line != poison)));
        Assert.That(run.Error, Does.Contain("signinattempts-https: 1 event was rejected and written to ").And.Contain(", 1 dead letter\n"));
        Assert.That(await File.ReadAllLinesAsync(fixture.Folder["state/dead-letters/https.ndjson"]), Has.Length.EqualTo(1));
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

    [Test]
    public async Task Destination_of_a_file_is_selected_by_name_or_type([Values("siem", "https")] string to)
    {
        await using var fixture = await CliFixture.StartAsync(Server);
        await using var siem = await FakeEndpoint.StartAsync();
        var config = Config(fixture, $$"""{ "type": "files" }, { "type": "https", "name": "siem", "url": "{{siem.Url}}", "format": "envelope" }""");

        var run = await RunAsync(fixture, "--config", config, "--to", to);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(siem.Lines, Has.Count.EqualTo(300).And.All.StartsWith("""{"account":"acme","feed":"""));
        Assert.That(fixture.Folder["state/exports"], Does.Exist);
        Assert.That(run.ErrorLines, Has.Exactly(3).Matches("^acme-[a-z]+ +complete +100 events"));
    }

    [TestCase("other", "--to other: acme has no destination of this name or type. Use --to a or b.")]
    [TestCase("https", "--to https: acme has 2 destinations of this name or type. Use --to a or b.")]
    [TestCase("files", "--to files: acme has no destination of this name or type. Use --to a or b.")]
    public async Task Unknown_or_ambiguous_destination_of_a_file_is_rejected(string to, string problem)
    {
        await using var fixture = await CliFixture.StartAsync(Server);
        var config = Config(
            fixture, """{ "type": "files" }, { "type": "https", "name": "a", "url": "https://a" }, { "type": "https", "name": "b", "url": "https://b" }""");
        (await RunAsync(fixture, "--config", config, "--to", to)).FailedWith(2, problem);
        Assert.That(fixture.Server.Requests, Is.Empty);
    }

    [TestCase("--to https --set url=https://a", "--state is missing. Specify a folder for the progress of the export.")]
    [TestCase("--to https --set url=https://a --state s --name x --gzip --overwrite", "--to cannot be combined with --name, --gzip, --overwrite.")]
    [TestCase("--to https --set url=https://a --state s --output -", "--to cannot be combined with --output.")]
    [TestCase("--to files --state s", "--to requires a destination. For files and standard output, use --output.")]
    [TestCase("--to splnk --state s", "--to splnk: type: 'splnk' is not ")]
    [TestCase("--to https --state s", "--to https: url: is missing")]
    [TestCase("--state s", "--state requires --to.")]
    [TestCase("--set url=https://a", "--set requires --to.")]
    [TestCase("--config f --to https --set url=https://a", "--config cannot be combined with --set. Put these settings into the file.")]
    [TestCase("--to https --set url=https://a --set token.env=NONE_SUCH --state s", "there is no token in the environment variable NONE_SUCH.")]
    public async Task Invalid_options_are_rejected_before_any_request(string options, string problem)
    {
        await using var fixture = await CliFixture.StartAsync(Server);
        string[] url = options.StartsWith("--config", StringComparison.Ordinal) ? [] : ["--url", fixture.Url];
        var run = await RunAsync(fixture, [.. url, .. options.Split(' ')]);
        Assert.That(run.ExitCode, Is.EqualTo(2), run.Error);
        Assert.That(run.Error, Does.Contain(problem));
        Assert.That(fixture.Server.Requests, Is.Empty);
    }

    private static Task<CliResult> ExportAsync(CliFixture fixture, FakeEndpoint siem, params string[] args) =>
        RunAsync(fixture, [.. Options(fixture, siem)[1..], .. args]);

    private static Task<CliResult> RunAsync(CliFixture fixture, params string[] args) => new CliRunner
    {
        Clock = fixture.Runner.Clock,
        Environment = { ["OP_EVENTS_TOKEN"] = fixture.Server.Token },
    }.StartAsync(["export", .. args]);

    private static string[] Options(CliFixture fixture, FakeEndpoint siem) =>
    [
        "export", "--url", fixture.Url, "--to", "https", "--set", $"url={siem.Url}", "--state", fixture.Folder["state"], "--page-size", "20",
    ];

    private static List<string> All(CliFixture fixture) => [.. CliFixture.AllFeeds.SelectMany(feed => Lines(fixture, feed))];

    private static string[] Lines(CliFixture fixture, EmulatorFeed feed) => CliFixture.SplitLines(fixture.Lines(feed));

    private static string Config(CliFixture fixture, string outputs)
    {
        fixture.Folder.Write("acme.token", fixture.Server.Token);
        return fixture.Folder.Write("follow.json", $$"""
            {
              "accounts": [{ "name": "acme", "url": "{{fixture.Url}}", "token": { "file": "acme.token" } }],
              "state": "state",
              "outputs": [{{outputs}}]
            }
            """);
    }
}
