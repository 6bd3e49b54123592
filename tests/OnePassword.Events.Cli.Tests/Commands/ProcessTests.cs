using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Commands;

/// <summary>The streams, the exit code and the signals of the real process.</summary>
[Category("Slow")]
public sealed class ProcessTests
{
    [Test]
    public async Task Export_process_writes_files_and_a_summary_on_standard_error()
    {
        using var folder = new TemporaryFolder();
        using var tool = CliProcess.Start("", "export", "--emulator", "--output", folder.Path);
        var (exitCode, output, error) = await tool.EndAsync();
        Assert.That((exitCode, output), Is.EqualTo((0, "")), error);
        Assert.That(error, Does.Contain("3,000 events in "));
        Assert.That(folder.Files, Is.EqualTo(CliFixture.AllFeeds.Select(CliFixture.File)));
    }

    [Test]
    public async Task Version_option_prints_the_version()
    {
        using var tool = CliProcess.Start("", "--version");
        Assert.That((await tool.EndAsync()).Output, Does.Match(@"^[0-9]+\.[0-9]+\.[0-9]+"));
    }

    [TestCase("introspect", "--region", "eu")]
    [TestCase("follow", "auditevents", "--region", "eu", "--once", "--output", "-", "--state", "{folder}")]
    public async Task Quoted_proxy_variable_is_a_usage_error(params string[] args)
    {
        using var folder = new TemporaryFolder();
        using var tool = CliProcess.StartWith("https_proxy", "\"http://user:s3cret@proxy.example:3128\"", "token", [.. args.Select(arg => arg == "{folder}" ? folder.Path : arg)]);
        var (exitCode, _, error) = await tool.EndAsync();
        Assert.That(exitCode, Is.EqualTo(2), error);
        Assert.That(error, Does.EndWith("the environment variable https_proxy is not the address of a proxy. "
            + "Write it without quotes, such as http://proxy.example:3128; the scheme may be http, https, socks4, socks4a or socks5."));
        Assert.That(error, Does.StartWith("op-events: ").And.Not.Contain("s3cret").And.Not.Contain("\n"));
    }

    [Test]
    public async Task Quoted_proxy_variable_is_ignored_on_loopback()
    {
        await using var fixture = await CliFixture.StartAsync();
        using var tool = CliProcess.StartWith("https_proxy", "\"http://proxy.example:3128\"", fixture.Server.Token, "introspect", "--url", fixture.Url);
        var (exitCode, _, error) = await tool.EndAsync();
        Assert.That(exitCode, Is.Zero, error);
    }

    [Test]
    [Platform("Unix,Linux,MacOsX")]
    [Description("Regression: `timeout` signals a program and its group, and the second signal ended it without a summary.")]
    public async Task Signal_that_arrives_twice_at_once_counts_once()
    {
        await using var fixture = await CliFixture.StartAsync(
            new EmulatorOptions { EventsPerFeed = 100, Now = TimeProvider.System.GetUtcNow() }, new CliRunner(),
            new Fault { Feed = EmulatorFeed.AuditEvents, Mode = FaultMode.Stall });
        using var tool = CliProcess.Start(
            fixture.Server.Token, "export", "auditevents", "--url", fixture.Url, "--output", fixture.Folder.Path);
        await Wait.UntilAsync(() => fixture.RequestsFor(EmulatorFeed.AuditEvents).Any());

        await tool.SignalAsync("TERM", "TERM");

        var (exitCode, _, error) = await tool.EndAsync();
        Assert.That(exitCode, Is.EqualTo(130), error);
        Assert.That(error, Does.Contain("op-events: auditevents: interrupted."));
    }

    [Test]
    [Platform("Unix,Linux,MacOsX")]
    public async Task Export_cut_by_its_reader_ends_quietly_and_not_successfully()
    {
        await using var fixture = await CliFixture.StartAsync(
            new EmulatorOptions { EventsPerFeed = 5_000, Now = TimeProvider.System.GetUtcNow() });
        using var tool = CliProcess.StartIntoHead(fixture.Server.Token, "export", "auditevents", "--url", fixture.Url, "--output", "-");
        var (exitCode, output, error) = await tool.EndAsync();
        Assert.That((exitCode, error), Is.EqualTo((141, "")));
        Assert.That(output.Split('\n'), Has.Exactly(1).Items);
    }

    [TestCase("INT")]
    [TestCase("TERM")]
    [Platform("Unix,Linux,MacOsX")]
    public async Task Signal_stops_the_emulator_successfully(string signal)
    {
        using var tool = CliProcess.Start("", "emulator");
        await Wait.UntilAsync(() => tool.Output.Contains("token  ", StringComparison.Ordinal));
        var printed = tool.Output.Split('\n');
        using (var http = new HttpClient { DefaultRequestHeaders = { Authorization = new("Bearer", printed[1]["token  ".Length..]) } })
            Assert.That(
                await http.GetStringAsync(new Uri(printed[0]["url    ".Length..] + "/__emulator/requests")), Is.EqualTo("[]"));

        await tool.SignalAsync(signal);
        var (exitCode, output, error) = await tool.EndAsync();
        Assert.That(exitCode, Is.Zero, error);
        Assert.That(output.Split('\n'), Has.Exactly(2).Items);
    }

    [Test]
    public async Task Killed_export_resumes_to_the_same_file([Values] bool gzip)
    {
        await using var fixture = await CliFixture.StartAsync(new EmulatorOptions
        {
            EventsPerFeed = 3_000,
            Now = TimeProvider.System.GetUtcNow(),
            Quota = Quota.Off,
            Latency = TimeSpan.FromMilliseconds(100),
        });
        var since = new EventTime(TimeProvider.System.GetUtcNow().AddDays(-2)).Text;
        string[] export =
            ["export", "auditevents", "--url", fixture.Url, "--output", fixture.Folder.Path, "--page-size", "10", "--since", since, .. gzip ? new[] { "--gzip" } : []];
        using (var tool = CliProcess.Start(fixture.Server.Token, export))
        {
            await Wait.UntilAsync(() => File.Exists(fixture.Folder["auditevents.export.json"])
                                                                                                                                && fixture.Folder.ReadText("auditevents.export.json").Contains("complete_until", StringComparison.Ordinal));
            tool.Kill();
        }
        var before = fixture.Server.Requests.Count;

        using var again = CliProcess.Start(fixture.Server.Token, [.. export, "--resume"]);
        var (exitCode, _, error) = await again.EndAsync();

        Assert.That(exitCode, Is.Zero, error);
        Assert.That(
            gzip ? fixture.Folder.UnzipMembers("auditevents.ndjson.gz") : fixture.Folder.Read("auditevents.ndjson"),
            Is.EqualTo(fixture.Lines(EmulatorFeed.AuditEvents)));
        Assert.That(
            fixture.Server.Requests.Skip(before).Sum(request => request.Items), Is.LessThan(3_000),
            "some of it is not read again");
    }

    [TestCase("INT")]
    [TestCase("TERM")]
    [Platform("Unix,Linux,MacOsX")]
    public async Task Signal_stops_a_stalled_export_and_leaves_a_partial_file(string signal)
    {
        await using var fixture = await CliFixture.StartAsync(
            new EmulatorOptions { EventsPerFeed = 100, Now = TimeProvider.System.GetUtcNow() }, new Fault { Feed = EmulatorFeed.AuditEvents, Mode = FaultMode.Stall, After = 40 });
        using var tool = CliProcess.Start(fixture.Server.Token, "export", "auditevents", "--url", fixture.Url, "--output", fixture.Folder.Path, "--page-size", "1", "--parallel", "1");
        await Wait.UntilAsync(() => fixture.RequestsFor(EmulatorFeed.AuditEvents).Count() == 41);
        await fixture.PartialAsync(EmulatorFeed.AuditEvents);

        await tool.SignalAsync(signal);
        var (exitCode, output, error) = await tool.EndAsync();
        Assert.That((exitCode, output), Is.EqualTo((130, "")), error);
        Assert.That(
            error, Does.Contain("auditevents: interrupted").And.Not.Contain(fixture.Server.Token).And.Not.Contain("   at "));
        Assert.That(fixture.Folder.Files, Is.EqualTo(new[] { "auditevents.export.json", "auditevents.ndjson.partial" }));
        fixture.AssertBeginning(EmulatorFeed.AuditEvents, fixture.Folder.Read("auditevents.ndjson.partial"));
    }
}
