using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;
using static OnePassword.Events.Cli.Tests.Export.InterruptedExport;

namespace OnePassword.Events.Cli.Tests.Export;

/// <summary><c>--name</c>: the names of the files.</summary>
public sealed class ExportNameTests
{
    private const string Daily = "{feed}-{since}";

    [Test]
    public async Task Daily_export_from_cron_keeps_all_days()
    {
        var clock = new FakeTimeProvider(CliFixture.Now);
        await using var fixture = await CliFixture.StartAsync(
            new EmulatorOptions { EventsPerFeed = 200, Span = TimeSpan.FromHours(40) }, new CliRunner { Clock = clock });
        string[] cron = ["auditevents", "--since", "yesterday", "--until", "today", "--name", Daily];

        var first = await ExportAsync(fixture, cron);
        clock.Advance(TimeSpan.FromDays(1));
        var second = await ExportAsync(fixture, cron);

        Assert.That((first.ExitCode, second.ExitCode), Is.EqualTo((0, 0)), first.Error + second.Error);
        Assert.That(
            fixture.Folder.Files, Is.EqualTo(new[] { "auditevents-2026-01-30.ndjson", "auditevents-2026-01-31.ndjson" }));
        var days = fixture.Folder.Files.SelectMany(fixture.Folder.Read).ToArray();
        var all = CliFixture.SplitLines(fixture.Lines(EmulatorFeed.AuditEvents));
        Assert.That(CliFixture.SplitLines(days), Is.EqualTo(all[^CliFixture.SplitLines(days).Length..]).And.Length.GreaterThan(150));
        (await ExportAsync(fixture, cron)).FailedWith(2, "auditevents-2026-01-31.ndjson already exists.");
    }

    [TestCase("{account}_{feed}", "{0}_auditevents.ndjson")]
    [TestCase("{since}--{until}", "2026-01-30T083000Z--2026-01-31T120000Z.ndjson")]
    [TestCase("{{{feed}}}", "{{auditevents}}.ndjson")]
    [TestCase("constant", "constant.ndjson")]
    public async Task Name_contains_the_account_the_feed_and_the_time_range(string name, string file)
    {
        await using var fixture = await CliFixture.StartAsync(new EmulatorOptions { EventsPerFeed = 5 });
        var run = await fixture.ExportAsync("auditevents", "--since", "2026-01-30T10:30:00.25+02:00", "--name", name);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var account = ((EventsToken)fixture.Server.Token).AccountUuid;
        Assert.That(
            fixture.Folder.Files,
            Is.EqualTo(new[] { string.Format(System.Globalization.CultureInfo.InvariantCulture, file, account) }));
    }

    [TestCase("", "is empty.")]
    [TestCase("a/b", "contains a character that a file name cannot have. Specify the folder with --output.")]
    [TestCase("{feed}.ndjson", "has an extension, which the export appends. Leave it out.")]
    [TestCase("{feed}.ndjson.gz", "has an extension, which the export appends. Leave it out.")]
    [TestCase("events-20260131", "is a name that follow uses for its files. Use another name.")]
    [TestCase("{feeds}", "contains {feeds}, which is not {account}, {feed}, {since} or {until}. Write {{ or }} for a brace.")]
    public async Task Invalid_name_is_rejected(string name, string problem) => (await CliRunner.RunAsync(
        "export", "--emulator", "--name", name)).FailedWith(2, $"--name '{name}' {problem}");

    [Test]
    public async Task Name_without_the_feed_is_rejected_for_several_feeds()
    {
        await using var fixture = await CliFixture.StartAsync(new EmulatorOptions { EventsPerFeed = 5 });
        (await fixture.ExportAsync("--name", "{since}")).FailedWith(
            2, "would contain the events of several feeds or accounts. Add {feed} to --name.");
        Assert.That(fixture.Server.Requests, Is.Empty);
    }

    [Test]
    public async Task Interrupted_export_with_a_relative_time_in_its_name_says_how_to_resume_it()
    {
        var clock = new FakeTimeProvider(CliFixture.Now);
        await using var fixture = await CliFixture.StartAsync(Server, new CliRunner { Clock = clock }, SomePageFails);
        string[] export = [.. SmallPages, "itemusages", "--since", "20h", "--name", Daily];
        const string Options = "--resume --since 2026-01-30T16:00:00Z --until 2026-01-31T12:00:00Z";
        var first = await ExportAsync(fixture, export);
        Assert.That(first.ErrorLines, Does.Contain($"Run the same command with {Options} to continue."));
        clock.Advance(TimeSpan.FromMinutes(5));
        var requests = fixture.Server.Requests.Count;

        (await ResumeAsync(fixture, export)).FailedWith(
            2, "has an interrupted export of itemusages, of another time range. "
                + $"To continue it, use {Options}. Leave out --resume to export another time range.");
        Assert.That(fixture.Server.Requests, Has.Count.EqualTo(requests));

        var run = await ExportAsync(
            fixture, [.. SmallPages, "itemusages", .. Options.Split(' '), "--name", Daily]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Error, Does.Contain("itemusages: resuming after "));
        Assert.That(fixture.Folder.Files, Is.EqualTo(new[] { "itemusages-2026-01-30T160000Z.ndjson" }));
    }
}
