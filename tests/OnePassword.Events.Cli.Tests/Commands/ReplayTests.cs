using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Commands;

/// <summary><c>op-events emulator --replay</c> serves exported events.</summary>
public sealed class ReplayTests
{
    [Test]
    public async Task Export_of_a_replayed_export_has_the_same_bytes(
        [Values(1, 7, 1_000)] int pageSize, [Values] bool gzip, [Values] EmulatorApi api)
    {
        await using var fixture = await CliFixture.StartAsync(
            new EmulatorOptions { EventsPerFeed = 60, UnknownFields = true, LateShare = 0.3, Indented = true });
        await fixture.ExportAsync("--api", CliFixture.Version(api), "--output", fixture.Folder["first"]);
        if (gzip)
            await fixture.ExportAsync("--api", CliFixture.Version(api), "--output", fixture.Folder["zipped"], "--gzip");

        await using var emulator = await RunningEmulator.StartAsync(
            "--replay", fixture.Folder[gzip ? "zipped" : "first"], "--now", "2026-01-31T12:00:00Z");
        fixture.Runner.Environment["OP_EVENTS_TOKEN"] = emulator.Token;
        var run = await fixture.Runner.StartAsync(
            ["export", "--url", emulator.Url, "--page-size", $"{pageSize}", "--output", fixture.Folder["second"]]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        foreach (var feed in CliFixture.AllFeeds)
            Assert.That(
                fixture.Folder.Read(Path.Combine("second", CliFixture.File(feed))),
                Is.Not.Empty.And.EqualTo(fixture.Folder.Read(Path.Combine("first", CliFixture.File(feed)))));
    }

    [Test]
    public async Task Replay_serves_followed_files_after_exported_ones([Values] bool gzip)
    {
        await using var fixture = await CliFixture.StartAsync(new EmulatorOptions { EventsPerFeed = 60 });
        await fixture.ExportAsync("--until", "6h");
        string[] follow =
            ["follow", "--url", fixture.Url, "--output", fixture.Folder.Path, "--state", fixture.Folder["state"], "--once", "--since", "6h"];
        var followed = await fixture.Runner.StartAsync(
            [.. follow, "--page-size", "4", "--rotate-size", "1KB", .. gzip ? ["--gzip"] : Array.Empty<string>()]);
        Assert.That(followed.ExitCode, Is.Zero, followed.Error);
        Assert.That(fixture.Folder.Files, Has.Some.Contains("auditevents-00000003.").And.Some.EqualTo("auditevents.ndjson"));

        await using var emulator = await RunningEmulator.StartAsync("--replay", fixture.Folder.Path);
        var page = await emulator.PostAsync("api/v2/auditevents", """{"limit":1000,"start_time":"2020-01-01T00:00:00Z"}""");

        Assert.That(
            page.GetProperty("items").EnumerateArray().Select(item => item.GetRawText()),
            Is.EqualTo(CliFixture.SplitLines(fixture.Lines(EmulatorFeed.AuditEvents))));
    }

    [Test]
    public async Task Replay_preserves_unusual_bytes_and_old_events()
    {
        const string Lines = """
            {"uuid":"\u0041","timestamp":"2019-02-03T04:05:06.123456789Z","x":[1.0 , 1e400, "\ud83d é 😀"]}
            { "timestamp" : "2019-02-03T04:05:06-08:00" , "of_tomorrow":{ } ,"uuid":"b\/<&>" }

            """;
        using var folder = new TemporaryFolder();
        folder.Write("auditevents.ndjson", Lines);
        await using var emulator = await RunningEmulator.StartAsync("--replay", folder.Path, "--feature", "auditevents");

        var tool = new CliRunner { Environment = { ["OP_EVENTS_TOKEN"] = emulator.Token } };
        var run = await tool.StartAsync(
            ["export", "auditevents", "--url", emulator.Url, "--since", "2019-01-01T00:00:00Z", "--output", "-"]);

        Assert.That((run.ExitCode, run.OutputText), Is.EqualTo((0, Lines)), run.Error);
    }

    [TestCase("--events", "1000")]
    [TestCase("--seed", "0")]
    [TestCase("--span", "24h")]
    [TestCase("--late", "0")]
    [TestCase("--unknown-fields", "true")]
    public async Task Replay_rejects_options_for_generated_events(string option, string value) =>
        (await CliRunner.RunAsync("emulator", "--replay", ".", option, value))
            .FailedWith(
                2, "--replay serves recorded events. Do not combine it with --events, --seed, --span, --late or --unknown-fields.");

    [Test]
    public async Task Replay_reports_an_invalid_line_and_serves_the_others()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("auditevents.ndjson", """
            {"uuid":"A","timestamp":"2026-01-31T11:00:00Z"}
            {"uuid":"B","timestamp":"yesterday"}
            {"uuid":
            {"uuid":"C","timestamp":"2026-01-31T11:00:00Z"}

            """);
        await using var emulator = await RunningEmulator.StartAsync("--replay", folder.Path, "--now", "2026-01-31T12:00:00Z");
        var tool =
            new CliRunner { Environment = { ["OP_EVENTS_TOKEN"] = emulator.Token }, Clock = new FakeClock(CliFixture.Now) };

        var run = await tool.StartAsync(["export", "auditevents", "--url", emulator.Url, "--output", "-"]);

        Assert.That(
            run.OutputText,
            Is.EqualTo(string.Concat(File.ReadLines(file).Where((_, line) => line != 2).Select(line => line + "\n"))), run.Error);
        Assert.That(
            (await emulator.StopAsync()).Error,
            Does.Contain(
                $"--replay: {file}: line 2 has no 'timestamp' in RFC 3339 format. It gets the time of an adjacent line.\n")
            .And.Contain($"--replay: {file}: line 3 is not a JSON object. It is not served.\n"));
    }

    [Test]
    public async Task Replay_of_an_unusable_folder_or_file_is_a_usage_error()
    {
        using var folder = new TemporaryFolder();
        (
            await CliRunner.RunAsync(
                "emulator", "--replay", folder["none"])).FailedWith(2, $"op-events: the folder {folder["none"]} does not exist.");
        (await CliRunner.RunAsync("emulator", "--replay", folder.Path)).FailedWith(
            2, $"op-events: the folder {folder.Path} contains no auditevents.ndjson,");
        (await CliRunner.RunAsync("emulator", "--replay", "")).FailedWith(2, "op-events: --replay must name a folder.");

        var file = folder.Write("itemusages.ndjson.gz", "no gzip");
        (
            await CliRunner.RunAsync(
                "emulator", "--replay", folder.Path)).FailedWith(2, $"op-events: {file} is not a valid gzip file.");
    }
}
