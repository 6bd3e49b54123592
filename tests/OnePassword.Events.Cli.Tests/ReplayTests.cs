using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests;

/// <summary><c>op-events emulator --replay</c>: what was exported is served again.</summary>
public sealed class ReplayTests
{
    [Test]
    public async Task An_export_of_a_replayed_export_is_the_same_bytes([Values(1, 7, 1_000)] int pageSize, [Values] bool gzip, [Values] EmulatorApi api)
    {
        await using var stage = await Stage.StartAsync(new EmulatorOptions { EventsPerFeed = 60, UnknownFields = true, LateShare = 0.3, Indented = true });
        await stage.ExportAsync("--api", Stage.Version(api), "--output", stage.Folder["first"]);
        if (gzip)
            await stage.ExportAsync("--api", Stage.Version(api), "--output", stage.Folder["zipped"], "--gzip");

        await using var emulator = await RunningEmulator.StartAsync("--replay", stage.Folder[gzip ? "zipped" : "first"], "--now", "2026-01-31T12:00:00Z");
        stage.Tool.Environment["OP_EVENTS_TOKEN"] = emulator.Token;
        var run = await stage.Tool.StartAsync(["export", "--url", emulator.Url, "--page-size", $"{pageSize}", "--output", stage.Folder["second"]]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        foreach (var feed in Stage.AllFeeds)
            Assert.That(stage.Folder.Read(Path.Combine("second", Stage.File(feed))), Is.Not.Empty.And.EqualTo(stage.Folder.Read(Path.Combine("first", Stage.File(feed)))));
    }

    [Test]
    public async Task What_was_followed_comes_after_what_was_exported([Values] bool gzip)
    {
        await using var stage = await Stage.StartAsync(new EmulatorOptions { EventsPerFeed = 60 });
        await stage.ExportAsync("--until", "6h");
        string[] follow = ["follow", "--url", stage.Url, "--output", stage.Folder.Path, "--state", stage.Folder["state"], "--once", "--since", "6h"];
        var followed = await stage.Tool.StartAsync([.. follow, "--page-size", "4", "--rotate-size", "1KB", .. gzip ? ["--gzip"] : Array.Empty<string>()]);
        Assert.That(followed.ExitCode, Is.Zero, followed.Error);
        Assert.That(stage.Folder.Files, Has.Some.Contains("auditevents-00000003.").And.Some.EqualTo("auditevents.ndjson"));

        await using var emulator = await RunningEmulator.StartAsync("--replay", stage.Folder.Path);
        var page = await emulator.PostAsync("api/v2/auditevents", """{"limit":1000,"start_time":"2020-01-01T00:00:00Z"}""");

        Assert.That(page.GetProperty("items").EnumerateArray().Select(item => item.GetRawText()), Is.EqualTo(Stage.SplitLines(stage.Lines(EmulatorFeed.AuditEvents))));
    }

    [Test]
    public async Task Odd_bytes_and_old_events_come_through()
    {
        const string Lines = """
            {"uuid":"\u0041","timestamp":"2019-02-03T04:05:06.123456789Z","x":[1.0 , 1e400, "\ud83d é 😀"]}
            { "timestamp" : "2019-02-03T04:05:06-08:00" , "of_tomorrow":{ } ,"uuid":"b\/<&>" }

            """;
        using var folder = new TemporaryFolder();
        folder.Write("auditevents.ndjson", Lines);
        await using var emulator = await RunningEmulator.StartAsync("--replay", folder.Path, "--feature", "auditevents");

        var tool = new Tool { Environment = { ["OP_EVENTS_TOKEN"] = emulator.Token } };
        var run = await tool.StartAsync(["export", "auditevents", "--url", emulator.Url, "--since", "2019-01-01T00:00:00Z", "--output", "-"]);

        Assert.That((run.ExitCode, run.OutputText), Is.EqualTo((0, Lines)), run.Error);
    }

    [TestCase("--events", "1000")]
    [TestCase("--seed", "0")]
    [TestCase("--span", "24h")]
    [TestCase("--late", "0")]
    [TestCase("--unknown-fields", "true")]
    public async Task What_is_about_generated_events_goes_not_with_it_even_if_it_is_the_default(string option, string value) =>
        (await Tool.RunAsync("emulator", "--replay", ".", option, value))
            .FailedWith(2, "--replay serves recorded events as they are; give it without --events, --seed, --span, --late and --unknown-fields.");

    [Test]
    public async Task A_line_that_cannot_be_served_is_named_and_all_others_are_served()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("auditevents.ndjson", """
            {"uuid":"A","timestamp":"2026-01-31T11:00:00Z"}
            {"uuid":"B","timestamp":"yesterday"}
            {"uuid":
            {"uuid":"C","timestamp":"2026-01-31T11:00:00Z"}

            """);
        await using var emulator = await RunningEmulator.StartAsync("--replay", folder.Path, "--now", "2026-01-31T12:00:00Z");
        var tool = new Tool { Environment = { ["OP_EVENTS_TOKEN"] = emulator.Token }, Clock = new FakeClock(Stage.Now) };

        var run = await tool.StartAsync(["export", "auditevents", "--url", emulator.Url, "--output", "-"]);

        Assert.That(run.OutputText, Is.EqualTo(string.Concat(File.ReadLines(file).Where((_, line) => line != 2).Select(line => line + "\n"))), run.Error);
        Assert.That((await emulator.StopAsync()).Error, Does.Contain($"--replay: {file}: line 2 has no 'timestamp' in RFC 3339 format. It gets the time of an adjacent line.\n")
            .And.Contain($"--replay: {file}: line 3 is not a JSON object. It is not served.\n"));
    }

    [Test]
    public async Task A_folder_or_file_that_cannot_be_replayed_is_a_usage_error()
    {
        using var folder = new TemporaryFolder();
        (await Tool.RunAsync("emulator", "--replay", folder["none"])).FailedWith(2, $"op-events: The folder {folder["none"]} does not exist.");
        (await Tool.RunAsync("emulator", "--replay", folder.Path)).FailedWith(2, $"op-events: The folder {folder.Path} contains no auditevents.ndjson,");
        (await Tool.RunAsync("emulator", "--replay", "")).FailedWith(2, "op-events: --replay must name a folder.");

        var file = folder.Write("itemusages.ndjson.gz", "no gzip");
        (await Tool.RunAsync("emulator", "--replay", folder.Path)).FailedWith(2, $"op-events: {file} is not a valid gzip file.");
    }
}
