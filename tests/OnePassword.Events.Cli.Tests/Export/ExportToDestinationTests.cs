using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;
using static OnePassword.Events.Cli.Tests.Export.DestinationExport;

namespace OnePassword.Events.Cli.Tests.Export;

/// <summary><c>export --to</c>: past events arrive at a destination, or in its dead letters.</summary>
[Category("InProcess")]
public sealed class ExportToDestinationTests
{
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
    public async Task Destination_of_a_file_is_selected_by_name_or_type([Values("siem", "https")] string to)
    {
        await using var fixture = await CliFixture.StartAsync(Server);
        await using var siem = await FakeEndpoint.StartAsync();
        var config = WriteConfig(fixture, $$"""{ "type": "files" }, { "type": "https", "name": "siem", "url": "{{siem.Url}}", "format": "envelope" }""");

        var run = await RunAsync(fixture, "--config", config, "--to", to);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(siem.Lines, Has.Count.EqualTo(300).And.All.StartsWith("""{"account":"acme","feed":"""));
        Assert.That(fixture.Folder["state/exports"], Does.Exist);
        Assert.That(run.ErrorLines, Has.Exactly(3).Matches("^acme-[a-z]+ +complete +100 events"));
    }
}
