using System.Text.RegularExpressions;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Config;

/// <summary><c>op-events config check</c>: what would run, said without running it.</summary>
public sealed class ConfigCheckTests
{
    private const string Begins = "begins at 2025-10-03T12:00:00Z, 1,000 events a page -> ";

    [Test]
    public async Task Before_the_first_run_each_feed_begins()
    {
        await using var stage = await StartAsync(Acme);
        var run = await CheckAsync(stage);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        Assert.That(run.OutputText.Split('\n'), Is.EqualTo(new[]
        {
            "acme",
            $"  server               {stage.Url}, API v2",
            "  token                the environment variable OP_EVENTS_TOKEN",
            "  may read             auditevents itemusages signinattempts",
            $"  acme-auditevents     {Begins}{stage.Folder[Path.Combine("out", "auditevents-….ndjson")]}",
            $"  acme-itemusages      {Begins}{stage.Folder[Path.Combine("out", "itemusages-….ndjson")]}",
            $"  acme-signinattempts  {Begins}{stage.Folder[Path.Combine("out", "signinattempts-….ndjson")]}",
            $"state   {stage.Folder["state"]} (not there yet)",
            $"output  {stage.Folder["out"]}; a new file after 100,000 bytes; a new file after 1d; with envelopes",
            "",
        }));
        Assert.That(stage.Server.Requests.Select(request => request.Path), Is.All.EndsWith("introspect"), "no event is read");
        Assert.That(stage.Folder.Files, Is.EqualTo(new[] { "follow.json" }), "nothing is made");
    }

    [Test]
    public async Task After_a_run_each_feed_goes_on()
    {
        await using var stage = await StartAsync(Acme);
        await FollowAsync(stage);
        using var follow = FileCheckpointStore.Open(stage.Folder["state"]); // Another one may be running.
        var run = await CheckAsync(stage);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        var last = (await follow.LoadAsync("acme-itemusages"))!.LastEventTime!.Value.Value;
        Assert.That(run.OutputText, Does.Contain(FormattableString.Invariant(
            $"  acme-itemusages      goes on after its checkpoint of 2026-01-31T12:00:00Z: 30 events, the last at {last:yyyy-MM-dd'T'HH:mm:ss'Z'} -> {stage.Folder["out"]}")));
        Assert.That(run.OutputText, Does.Contain($"state   {stage.Folder["state"]}\n"));
    }

    [Test]
    public async Task An_account_that_fails_is_told_and_the_others_go_on()
    {
        await using var stage = await StartAsync("""{ "name": "zeta", "region": "eu", "token": { "file": "none" } }, { "name": "refused", "url": "URL", "token": { "file": "other" } },""" + Acme);
        stage.Folder.Write("other", "t0ken-of-nobody");
        var run = await CheckAsync(stage);
        Assert.That(run.ExitCode, Is.EqualTo(2), "the lowest");
        Assert.That(run.ErrorLines, Has.Exactly(2).Items);
        Assert.That(run.ErrorLines[0], Does.StartWith($"op-events: zeta: the token could not be read from {stage.Folder["none"]}: "));
        Assert.That(run.ErrorLines[1], Does.StartWith("op-events: refused: ").And.Contain("401"));
        Assert.That(run.OutputText, Does.Match(@"^zeta\n  server +eu \(https://events\.1password\.eu/\), API v2\n  token +\S+none\n  may read +unknown\nrefused\n"));
        Assert.That(run.OutputText, Does.Contain("acme\n").And.Contain($"  acme-auditevents     {Begins}").And.Not.Contain("t0ken"));
        Assert.That(run.Error, Does.Not.Contain("t0ken-of-nobody"));
    }

    [Test]
    public async Task A_feed_that_the_token_lacks_is_told()
    {
        await using var stage = await StartAsync(Acme.Replace("}}", """}, "feeds": ["auditevents", "itemusages"] }""", StringComparison.Ordinal), [EmulatorFeed.ItemUsages]);
        var run = await CheckAsync(stage);
        Assert.That((run.ExitCode, run.Error.TrimEnd()), Is.EqualTo((3, "op-events: acme-auditevents: the token lacks this feature; issue one that has it.")));
        Assert.That(run.OutputText, Does.Contain("  may read             itemusages\n").And.Contain("  acme-auditevents     FAILS\n").And.Contain($"  acme-itemusages      {Begins}"));
    }

    [Test]
    public async Task A_token_that_may_read_nothing_that_is_wanted_is_told_once()
    {
        await using var stage = await StartAsync(Acme.Replace("}}", """}, "feeds": ["auditevents"] }""", StringComparison.Ordinal), [EmulatorFeed.ItemUsages]);
        var run = await CheckAsync(stage);
        Assert.That((run.ExitCode, run.Error.TrimEnd()), Is.EqualTo((3, "op-events: acme: the token may read none of the feeds that are wanted; it may read: itemusages.")));
    }

    [Test]
    public async Task Whatever_follow_would_refuse_is_refused_here_and_stays_as_it_is()
    {
        await using var stage = await StartAsync(Acme);
        await FollowAsync(stage);
        var (state, output) = (stage.Folder["state"], stage.Folder["out"]);
        File.Delete(Path.Combine(state, "acme-auditevents.json"));
        var file = Directory.GetFiles(output, "itemusages-*").Single();
        await File.WriteAllTextAsync(file, "{}\n");
        await File.WriteAllTextAsync(Path.Combine(state, "acme-signinattempts.json"), "{}");
        var files = stage.Folder.Files.ToList();

        var run = await CheckAsync(stage);
        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(run.ErrorLines, Has.Exactly(3).Items);
        Assert.That(run.ErrorLines[0], Does.Contain($"acme-auditevents: {output} holds files of auditevents that were written without this state"));
        Assert.That(run.ErrorLines[1], Does.Contain($"acme-itemusages: {file} is 3 bytes long, but "));
        Assert.That(run.ErrorLines[2], Does.Contain("acme-signinattempts.json is corrupt"));
        Assert.That(Regex.Count(run.OutputText, "FAILS\n"), Is.EqualTo(3));
        Assert.That(stage.Folder.Files, Is.EqualTo(files));
        var follow = await RunAsync(stage, "follow", "--once", "--config", stage.Folder["follow.json"]);
        Assert.That(follow.ExitCode, Is.EqualTo(6), "follow says the same");
        foreach (var line in run.ErrorLines.Take(2))
            Assert.That(follow.ErrorLines, Does.Contain(line));
    }

    [Test]
    public async Task A_checkpoint_of_another_server_or_version_is_told()
    {
        await using var stage = await StartAsync(Acme);
        await FollowAsync(stage);
        Write(stage, Acme.Replace("\"url\"", "\"api\": \"v1\", \"url\"", StringComparison.Ordinal));
        var run = await CheckAsync(stage);
        Assert.That(run.ExitCode, Is.EqualTo(7));
        Assert.That(run.ErrorLines[0], Is.EqualTo(
            "op-events: acme-auditevents: the checkpoint is of another follower: its API version is v2, and this one is v1; give another state folder or name."));
    }

    [Test]
    public async Task Feeds_on_standard_output_that_cannot_be_told_apart_are_refused()
    {
        await using var stage = await StartAsync(Acme);
        Write(stage, Acme, """{ "folder": "-" }""");
        (await CheckAsync(stage)).FailedWith(2, "several feeds on standard output cannot be told apart");
        Write(stage, Acme, """{ "folder": "-", "envelope": true, "gzip": true }""");
        Assert.That((await CheckAsync(stage)).OutputText, Does.Contain($"{Begins}standard output\n").And.Contain("output  standard output; compressed; with envelopes\n"));
    }

    [Test]
    public async Task A_file_that_is_wrong_is_told_with_the_place()
    {
        using var folder = new TemporaryFolder();
        (await Tool.RunAsync("config", "check", folder.Write("follow.json", "{ \"state\": \"state\" }"))).FailedWith(2, "follow.json(1,1): accounts: is missing");
        (await Tool.RunAsync("config", "check", folder["none"])).FailedWith(2, "there is no such file");
        (await Tool.RunAsync("config", "check")).FailedWith(2, "See op-events config check --help.");
    }

    private const string Acme = """{ "name": "acme", "url": "URL", "token": { "env": "OP_EVENTS_TOKEN" }}""";
    private const string Output = """{ "folder": "out", "rotate_size": "100KB", "rotate_every": "1d", "envelope": true }""";

    private static async Task<Stage> StartAsync(string accounts, params EmulatorFeed[] features)
    {
        var stage = await Stage.StartAsync(new EmulatorOptions { EventsPerFeed = 30, Features = features.Length > 0 ? features : Stage.AllFeeds });
        Write(stage, accounts);
        return stage;
    }

    private static void Write(Stage stage, string accounts, string output = Output) => stage.Folder.Write(
        "follow.json", $$"""{ "accounts": [{{accounts.Replace("URL", stage.Url, StringComparison.Ordinal)}}], "state": "state", "output": {{output}} }""");

    private static Task<ToolRun> CheckAsync(Stage stage) => RunAsync(stage, "config", "check", stage.Folder["follow.json"]);

    private static async Task FollowAsync(Stage stage)
    {
        var run = await RunAsync(stage, "follow", "--once", "--config", stage.Folder["follow.json"]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
    }

    private static Task<ToolRun> RunAsync(Stage stage, params string[] args) =>
        new Tool { Clock = new FakeTimeProvider(Stage.Now), Environment = { ["OP_EVENTS_TOKEN"] = stage.Server.Token } }.StartAsync(args);
}
