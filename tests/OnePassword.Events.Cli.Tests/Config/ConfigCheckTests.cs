using System.Text.RegularExpressions;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Config;

/// <summary><c>op-events config check</c> describes a run without starting it.</summary>
public sealed class ConfigCheckTests
{
    private const string Begins = "starts at 2025-10-03T12:00:00Z with 1,000 events per page -> ";

    [Test]
    public async Task Check_before_the_first_run_shows_where_each_feed_starts()
    {
        await using var fixture = await StartAsync(Acme);
        var run = await CheckAsync(fixture);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        Assert.That(run.OutputText.Split('\n'), Is.EqualTo(new[]
        {
            "acme",
            $"  server               {fixture.Url}, API v2",
            "  token                the environment variable OP_EVENTS_TOKEN",
            "  can read             auditevents itemusages signinattempts",
            $"  acme-auditevents     {Begins}{fixture.Folder[Path.Combine("out", "auditevents-00000001.ndjson.open")]}",
            $"  acme-itemusages      {Begins}{fixture.Folder[Path.Combine("out", "itemusages-00000001.ndjson.open")]}",
            $"  acme-signinattempts  {Begins}{fixture.Folder[Path.Combine("out", "signinattempts-00000001.ndjson.open")]}",
            $"state   {fixture.Folder["state"]} (does not exist yet)",
            $"output  {fixture.Folder["out"]}; a new file after 100,000 bytes; a new file after 1d; format envelope; exactly once",
            "",
        }));
        Assert.That(fixture.Server.Requests.Select(request => request.Path), Is.All.EndsWith("introspect"), "no event is read");
        Assert.That(fixture.Folder.Files, Is.EqualTo(new[] { "follow.json" }), "nothing is made");
    }

    [Test]
    public async Task Check_after_a_run_shows_where_each_feed_continues()
    {
        await using var fixture = await StartAsync(Acme);
        await FollowAsync(fixture);
        using var follow = FileCheckpointStore.Open(fixture.Folder["state"]); // As a running follow does.
        var run = await CheckAsync(fixture);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        var last = (await follow.LoadAsync("acme-itemusages"))!.LastEventTime!.Value.Value;
        Assert.That(run.OutputText, Does.Contain(FormattableString.Invariant(
            $"  acme-itemusages      continues from its checkpoint of 2026-01-31T12:00:00Z: 30 events, last at {last:yyyy-MM-dd'T'HH:mm:ss'Z'} -> {fixture.Folder["out"]}")));
        Assert.That(run.OutputText, Does.Contain($"state   {fixture.Folder["state"]}\n"));
    }

    [Test]
    public async Task Check_reports_a_failing_account_and_checks_the_others()
    {
        await using var fixture = await StartAsync("""{ "name": "zeta", "region": "eu", "token": { "file": "none" } }, { "name": "revoked", "url": "URL", "token": { "file": "other" } },""" + Acme);
        fixture.Folder.Write("other", "t0ken-of-nobody");
        var run = await CheckAsync(fixture);
        Assert.That(run.ExitCode, Is.EqualTo(2), "the lowest");
        Assert.That(run.ErrorLines, Has.Exactly(2).Items);
        Assert.That(
            run.ErrorLines[0], Does.StartWith($"op-events: zeta: the token could not be read from {fixture.Folder["none"]}: "));
        Assert.That(run.ErrorLines[1], Does.StartWith("op-events: introspect at ").And.Contain("(revoked): the server returned 401"));
        Assert.That(
            run.OutputText,
            Does.Match(
                @"^zeta\n  server +eu \(https://events\.1password\.eu/\), API v2\n  token +\S+none\n  can read +unknown\nrevoked\n"));
        Assert.That(
            run.OutputText, Does.Contain("acme\n").And.Contain($"  acme-auditevents     {Begins}").And.Not.Contain("t0ken"));
        Assert.That(run.Error, Does.Not.Contain("t0ken-of-nobody"));
    }

    [Test]
    public async Task Check_reports_a_named_feed_that_the_token_cannot_read()
    {
        await using var fixture = await StartAsync(Acme.Replace("}}", """}, "feeds": ["auditevents", "itemusages"] }""", StringComparison.Ordinal), [EmulatorFeed.ItemUsages]);
        var run = await CheckAsync(fixture);
        Assert.That(
            (run.ExitCode, run.Error.TrimEnd()),
            Is.EqualTo((3, "op-events: acme-auditevents: the token cannot read this feed. Issue a token with this feature.")));
        Assert.That(
            run.OutputText,
            Does.Contain("  can read             itemusages\n").And.Contain("  acme-auditevents     FAILS\n").And
                .Contain($"  acme-itemusages      {Begins}"));
    }

    [Test]
    public async Task Check_reports_a_token_that_cannot_read_any_requested_feed_once()
    {
        await using var fixture = await StartAsync(Acme.Replace("}}", """}, "feeds": ["auditevents"] }""", StringComparison.Ordinal), [EmulatorFeed.ItemUsages]);
        var run = await CheckAsync(fixture);
        Assert.That(
            (run.ExitCode, run.Error.TrimEnd()),
            Is.EqualTo((3, "op-events: acme: the token cannot read any of the requested feeds. It can read: itemusages.")));
    }

    [Test]
    public async Task Check_fails_where_follow_would_fail_and_changes_nothing()
    {
        await using var fixture = await StartAsync(Acme);
        await FollowAsync(fixture);
        var (state, output) = (fixture.Folder["state"], fixture.Folder["out"]);
        File.Delete(Path.Combine(state, "acme-auditevents.json"));
        var file = Directory.GetFiles(output, "itemusages-*").Single();
        await File.WriteAllTextAsync(file, "{}\n");
        await File.WriteAllTextAsync(Path.Combine(state, "acme-signinattempts.json"), "{}");
        var files = fixture.Folder.Files.ToList();

        var run = await CheckAsync(fixture);
        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(run.ErrorLines, Has.Exactly(3).Items);
        Assert.That(
            run.ErrorLines[0],
            Does.Contain(
                $"acme-auditevents: {output} already contains auditevents files (auditevents-00000001.ndjson.open, …) that this checkpoint does not cover"));
        Assert.That(run.ErrorLines[1], Does.Contain($"acme-itemusages: {file} is 3 bytes long, but "));
        Assert.That(run.ErrorLines[2], Does.Contain("acme-signinattempts.json is corrupt"));
        Assert.That(Regex.Count(run.OutputText, "FAILS\n"), Is.EqualTo(3));
        Assert.That(fixture.Folder.Files, Is.EqualTo(files));
        var follow = await RunAsync(fixture, "follow", "--once", "--config", fixture.Folder["follow.json"]);
        Assert.That(follow.ExitCode, Is.EqualTo(6), "follow reports the same failure");
        foreach (var line in run.ErrorLines.Take(2))
            Assert.That(follow.ErrorLines, Does.Contain(line));
    }

    [Test]
    public async Task Check_reports_a_checkpoint_of_another_API_version()
    {
        await using var fixture = await StartAsync(Acme);
        await FollowAsync(fixture);
        Write(fixture, Acme.Replace("\"url\"", "\"api\": \"v1\", \"url\"", StringComparison.Ordinal));
        var run = await CheckAsync(fixture);
        Assert.That(run.ExitCode, Is.EqualTo(7));
        Assert.That(run.ErrorLines[0], Is.EqualTo(
            "op-events: acme-auditevents: the checkpoint was written for API version v2, but this follower uses API version v1. Use another --state folder or account name."));
    }

    [TestCase("file/state", "out", 7)]
    [TestCase("state", "file/out/{account}", 6)]
    public async Task Check_reports_a_folder_that_cannot_be_created(string state, string output, int exitCode)
    {
        await using var fixture = await StartAsync(Acme);
        fixture.Folder.Write("file", "");
        Write(fixture, Acme, $$"""{ "type": "files", "folder": "{{output}}" }""", state);
        var run = await CheckAsync(fixture);
        var folder = exitCode == 7 ? $"state folder {fixture.Folder[state]}" : $"output folder {fixture.Folder["file/out/acme"]}";
        (run with { Output = [] }).FailedWith(exitCode, $"the {folder} cannot be written: {fixture.Folder["file"]} is not a folder.");
    }

    [Test]
    public async Task Check_rejects_mixed_feeds_on_standard_output()
    {
        await using var fixture = await StartAsync(Acme);
        Write(fixture, Acme, """{ "type": "stdout" }""");
        (await CheckAsync(fixture)).FailedWith(2, "standard output would mix the events of several feeds");
        Write(fixture, Acme, """{ "type": "stdout", "format": "envelope", "gzip": true }""");
        Assert.That(
            (await CheckAsync(fixture)).OutputText,
            Does.Contain($"{Begins}standard output\n").And.Contain("output  standard output; compressed; format envelope; the lines in the pipe are lost with its reader\n"));
    }

    [Test]
    [Category("InProcess")]
    public async Task Check_probes_each_destination_and_sends_no_event()
    {
        await using var fixture = await StartAsync(Acme);
        await using var siem = await FakeEndpoint.StartAsync();
        Write(fixture, Acme, $$"""{ "type": "https", "name": "siem", "url": "{{siem.Url}}" }, { "type": "stdout", "format": "envelope" }""");
        var run = await CheckAsync(fixture);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        Assert.That(run.OutputText, Does.Contain($"  acme-auditevents-siem     {Begins}http://127.0.0.1:"));
        Assert.That(run.OutputText, Does.Match(@"(?m)^output  siem: http://127\.0\.0\.1:\d+; at least once.*\n        ok     The endpoint can be reached\.\n        note   "));
        Assert.That(run.OutputText, Does.Contain("\noutput  stdout: standard output; format envelope; the lines in the pipe are lost with its reader\n"));
        Assert.That(siem.Requests.Where(request => request.Body.Length > 0), Is.Empty);
    }

    [Test]
    [Category("InProcess")]
    public async Task Check_reports_a_missing_secret_of_a_destination()
    {
        await using var fixture = await StartAsync(Acme);
        await using var siem = await FakeEndpoint.StartAsync();
        Write(fixture, Acme, $$"""{ "type": "https", "url": "{{siem.Url}}", "token": { "file": "none" } }""");
        var run = await CheckAsync(fixture);
        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(run.OutputText, Does.Contain("        FAILS  the token could not be read from "));
        Assert.That(run.ErrorLines, Has.One.StartsWith("op-events: https: the token could not be read from "));
    }

    [Test]
    public async Task Check_reports_an_invalid_file_with_the_position()
    {
        using var folder = new TemporaryFolder();
        (
            await CliRunner.RunAsync(
                "config", "check",
                folder.Write("follow.json", "{ \"state\": \"state\" }"))).FailedWith(2, "follow.json(1,1): accounts: is missing");
        (await CliRunner.RunAsync("config", "check", folder["none"])).FailedWith(2, "the file does not exist");
        (await CliRunner.RunAsync("config", "check")).FailedWith(2, "See op-events config check --help.");
    }

    private const string Acme = """{ "name": "acme", "url": "URL", "token": { "env": "OP_EVENTS_TOKEN" }}""";
    private const string Output = """{ "type": "files", "folder": "out", "rotate_size": "100KB", "rotate_every": "1d", "format": "envelope" }""";

    private static async Task<CliFixture> StartAsync(string accounts, params EmulatorFeed[] features)
    {
        var fixture = await CliFixture.StartAsync(
            new EmulatorOptions { EventsPerFeed = 30, Features = features.Length > 0 ? features : CliFixture.AllFeeds });
        Write(fixture, accounts);
        return fixture;
    }

    private static void Write(CliFixture fixture, string accounts, string output = Output, string state = "state") => fixture.Folder.Write(
        "follow.json", $$"""{ "accounts": [{{accounts.Replace("URL", fixture.Url, StringComparison.Ordinal)}}], "state": "{{state}}", "outputs": [{{output}}] }""");

    private static Task<CliResult> CheckAsync(CliFixture fixture) =>
        RunAsync(fixture, "config", "check", fixture.Folder["follow.json"]);

    private static async Task FollowAsync(CliFixture fixture)
    {
        var run = await RunAsync(fixture, "follow", "--once", "--config", fixture.Folder["follow.json"]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
    }

    private static Task<CliResult> RunAsync(CliFixture fixture, params string[] args) =>
        new CliRunner { Clock = new FakeTimeProvider(CliFixture.Now), Environment = { ["OP_EVENTS_TOKEN"] = fixture.Server.Token } }.StartAsync(args);
}
