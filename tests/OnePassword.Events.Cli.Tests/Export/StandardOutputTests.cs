using System.Text.Json;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Export;

/// <summary><c>--output -</c> writes only data to standard output.</summary>
public sealed class StandardOutputTests
{
    private static readonly EmulatorOptions Small = new() { EventsPerFeed = 120 };

    [Test]
    public async Task Export_of_one_feed_to_standard_output_has_its_bytes([Values] EmulatorFeed feed, [Values] EmulatorApi api)
    {
        await using var fixture = await CliFixture.StartAsync(Small);
        var run = await fixture.ExportAsync(
            CliFixture.Name(feed), "--output", "-", "--page-size", "50", "--api", CliFixture.Version(api));
        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Output, Is.Not.Empty.And.EqualTo(fixture.Lines(feed, api)));
        Assert.That(run.Error, Does.Contain("120 events").And.Contain("standard output"));
        Assert.That(fixture.Folder.Files, Is.Empty);
    }

    [TestCase]
    [TestCase("auditevents", "itemusages")]
    public async Task Several_bare_feeds_on_standard_output_are_rejected(params string[] feeds) =>
        (
            await CliRunner.RunAsync(
                ["export", .. feeds, "--emulator", "--output", "-"])).FailedWith(2, "Name one feed, or use --format envelope");

    [Test]
    public async Task Envelope_names_the_feed_and_preserves_the_bytes_of_the_event([Values] EmulatorApi api)
    {
        await using var fixture = await CliFixture.StartAsync(Small with { UnknownFields = true });
        var run = await fixture.ExportAsync("--output", "-", "--format", "envelope", "--page-size", "50", "--api", CliFixture.Version(api));

        Assert.That(run.ExitCode, Is.Zero);
        var lines = CliFixture.SplitLines(run.Output)
            .ToLookup(line => JsonElement.Parse(line).GetProperty("feed").GetString(), StringComparer.Ordinal);
        foreach (var feed in CliFixture.AllFeeds)
        {
            var expected = CliFixture.SplitLines(fixture.Lines(feed, api));
            Assert.That(lines[CliFixture.Name(feed)].Select(InterruptedExport.EventOf), Is.EqualTo(expected));
        }
    }

    [Test]
    public async Task Envelope_is_written_to_files_as_well()
    {
        await using var fixture = await CliFixture.StartAsync(Small);
        await fixture.ExportAsync("itemusages", "--format", "envelope");
        Assert.That(
            CliFixture.SplitLines(fixture.Folder.Read("itemusages.ndjson")),
            Has.Exactly(120).Items.And.All.StartsWith("""{"account":null,"feed":"itemusages","region":"127.0.0.1:""").And.All.EndsWith("}}"));
    }

    [Test]
    public async Task Compressed_standard_output_unpacks_to_the_same_lines()
    {
        await using var fixture = await CliFixture.StartAsync(Small);
        var run = await fixture.ExportAsync("auditevents", "--output", "-", "--gzip", "--page-size", "50");
        Assert.That(TemporaryFolder.Unzip(run.Output), Is.Not.Empty.And.EqualTo(fixture.Lines(EmulatorFeed.AuditEvents)));
    }

    [Test]
    public async Task Compressed_standard_output_of_several_feeds_unpacks_to_complete_lines()
    {
        await using var fixture = await CliFixture.StartAsync(Small);
        var run = await fixture.ExportAsync("--output", "-", "--gzip", "--format", "envelope", "--page-size", "10");
        Assert.That(
            CliFixture.SplitLines(TemporaryFolder.Unzip(run.Output)).Select(line => JsonElement.Parse(line)),
            Has.Exactly(360).Items);
    }

    [Test]
    public async Task Export_of_an_empty_feed_writes_nothing_to_standard_output()
    {
        await using var fixture = await CliFixture.StartAsync(Small with { EventsPerFeed = 0 });
        var run = await fixture.ExportAsync("auditevents", "--output", "-");
        Assert.That((run.ExitCode, run.OutputText), Is.EqualTo((0, "")));
    }

    [Test]
    public async Task Failures_are_reported_on_standard_error_only()
    {
        await using var fixture = await CliFixture.StartAsync(
            Small, new Fault { Feed = EmulatorFeed.AuditEvents, Status = 404, After = 40 });
        var run = await fixture.ExportAsync("auditevents", "--output", "-", "--page-size", "1", "--parallel", "1");
        Assert.That(run.ExitCode, Is.EqualTo(5));
        fixture.AssertBeginning(EmulatorFeed.AuditEvents, run.Output);
        Assert.That(run.Error, Does.Contain("PARTIAL"));
    }

    [Test]
    [Category("InProcess")]
    public async Task Export_reports_a_standard_output_that_cannot_be_written([Values] bool gzip)
    {
        using var full = new FullDisk();
        var tool = new CliRunner { Clock = new FakeTimeProvider(CliFixture.Now), Output = full };
        await using var fixture = await CliFixture.StartAsync(Small, tool);
        var run = await fixture.ExportAsync(["auditevents", "--output", "-", .. gzip ? new[] { "--gzip" } : []]);
        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(run.Error, Does.Contain($"op-events: auditevents: the output cannot be written: {FullDisk.Message}"));
    }

    [Test]
    public async Task Export_reports_a_gzip_stream_whose_end_cannot_be_written()
    {
        await using var first = await CliFixture.StartAsync(Small);
        var whole = (await first.ExportAsync("auditevents", "--output", "-", "--gzip")).Output;

        using var full = new FullDisk(whole.Length - 1);
        await using var second = await CliFixture.StartAsync(
            Small, new CliRunner { Clock = new FakeTimeProvider(CliFixture.Now), Output = full });
        var run = await second.ExportAsync("auditevents", "--output", "-", "--gzip");
        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(run.Error, Does.Contain(FullDisk.Message).And.Contain("PARTIAL"));
    }

    [Test]
    public async Task Compressed_standard_output_of_an_empty_feed_is_a_valid_gzip_stream()
    {
        await using var fixture = await CliFixture.StartAsync(Small with { EventsPerFeed = 0 });
        var run = await fixture.ExportAsync("auditevents", "--output", "-", "--gzip");
        Assert.That(TemporaryFolder.Unzip(run.Output), Is.Empty);
    }
}
