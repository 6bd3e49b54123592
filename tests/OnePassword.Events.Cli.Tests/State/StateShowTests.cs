using System.Text.Json;
using System.Text.RegularExpressions;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.State;

public sealed class StateShowTests
{
    [Test]
    public async Task A_table_has_a_line_for_each_checkpoint()
    {
        await using var stage = await FollowedStage.StartAsync();
        var run = await stage.StateAsync("show");
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        var lines = run.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(Cells(lines[0]), Is.EqualTo(new[] { "NAME", "ACCOUNT", "HOST", "API", "LAST EVENT", "LAG", "EVENTS", "PAGES", "DUPLICATES", "SAVED", "OUTPUT", "COMMITTED" }));
        Assert.That(lines.Skip(1).Select(line => Cells(line)[0]), Is.EqualTo(FeedNames.All));

        var checkpoint = await stage.LoadAsync("itemusages");
        var last = checkpoint.LastEventTime!.Value.Value;
        var length = new FileInfo(Path.Combine(stage.Out, "itemusages-00000001.ndjson")).Length;
        Assert.That(Cells(lines[2]), Is.EqualTo(new[]
        {
            "itemusages", checkpoint.AccountUuid ?? "-", stage.Server.BaseAddress.Authority, "v2", FormattableString.Invariant($"{last:yyyy-MM-dd'T'HH:mm:ss'Z'}"),
            Duration.Text(Stage.Now - last), "30", "3", "0", "2026-01-31T12:00:00Z", "itemusages-00000001.ndjson", FormattableString.Invariant($"{length:N0} B"),
        }));
        Assert.That(lines.Select(line => line.IndexOf("  v2  ", StringComparison.Ordinal)).Skip(1).Distinct().Count(), Is.EqualTo(1), "columns stand in line");
    }

    [Test]
    public async Task Cursors_are_shown_to_those_who_ask_for_them()
    {
        await using var stage = await FollowedStage.StartAsync();
        var cursor = (await stage.LoadAsync("auditevents")).Cursor!;
        Assert.That((await stage.StateAsync("show")).OutputText, Does.Not.Contain(cursor));
        Assert.That((await stage.StateAsync("show", "--cursors")).OutputText, Does.Contain("  CURSOR\n").And.Contain($"  {cursor}\n"));
    }

    [Test]
    public async Task As_JSON_there_is_an_object_on_a_line_with_its_cursor()
    {
        await using var stage = await FollowedStage.StartAsync();
        var run = await stage.StateAsync("show", "--json", "auditevents");
        var json = JsonElement.Parse(run.OutputText.TrimEnd('\n'));
        var checkpoint = await stage.LoadAsync("auditevents");
        Assert.That(json.EnumerateObject().Select(property => property.Name), Is.EqualTo(new[]
        {
            "name", "account", "host", "api", "feed", "cursor", "start", "page_size", "last_event", "events", "pages", "duplicates", "saved", "output", "lag_seconds",
        }));
        Assert.That(json.GetProperty("cursor").GetString(), Is.EqualTo(checkpoint.Cursor));
        Assert.That(json.GetProperty("last_event").GetString(), Is.EqualTo(checkpoint.LastEventTime!.Value.Text));
        Assert.That(json.GetProperty("lag_seconds").GetDouble(), Is.EqualTo((Stage.Now - checkpoint.LastEventTime.Value.Value).TotalSeconds).Within(0.001));
        Assert.That(json.GetProperty("output").GetProperty("file").GetString(), Is.EqualTo("auditevents-00000001.ndjson"));
        Assert.That((await stage.StateAsync("show", "--json")).OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(3));
    }

    [Test]
    public async Task A_follow_may_have_the_folder()
    {
        await using var stage = await FollowedStage.StartAsync();
        using var follow = FileCheckpointStore.Open(stage.State);
        Assert.That((await stage.StateAsync("show")).ExitCode, Is.Zero);
    }

    [Test]
    public async Task A_damaged_one_is_shown_as_such_and_stays_where_it_is_beside_the_others([Values] bool json)
    {
        await using var stage = await FollowedStage.StartAsync();
        stage.Damage("itemusages");
        var run = await stage.StateAsync("show", json ? ["--json"] : []);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((7, $"op-events: 1 checkpoint cannot be used: itemusages.{Environment.NewLine}")));
        var lines = run.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines, Has.Length.EqualTo(json ? 3 : 4));
        Assert.That(lines[^2], Does.StartWith(json ? "{\"name\":\"itemusages\",\"problem\":\"" : "itemusages      UNUSABLE: ").And.Contain("itemusages.json is corrupt: it was truncated or changed. Restore a good copy"));
        Assert.That(File.Exists(stage.PathOf("itemusages")));
    }

    [Test]
    public async Task A_file_of_somebody_else_is_unusable_and_no_crash()
    {
        await using var stage = await FollowedStage.StartAsync();
        await File.WriteAllTextAsync(stage.PathOf("what is this"), "{}");
        Assert.That((await stage.StateAsync("show")).OutputText, Does.Contain("what is this    UNUSABLE: The checkpoint what is this cannot be read: "));
    }

    [TestCase("show", "auditevent")]
    [TestCase("set", "auditevent", "--since", "1h", "--yes")]
    [TestCase("reset", "itemusages", "auditevent", "--yes")]
    public async Task A_name_that_there_is_not_is_told_with_those_that_there_are(string command, params string[] args)
    {
        await using var stage = await FollowedStage.StartAsync();
        (await stage.StateAsync(command, args)).FailedWith(2, $"there is no checkpoint or option 'auditevent'. The checkpoints in {stage.State} are auditevents, itemusages and signinattempts.");
    }

    [TestCase("show")]
    [TestCase("export")]
    [TestCase("set", "auditevents", "--since", "1h")]
    [TestCase("reset", "--all")]
    public async Task A_folder_that_is_not_there_is_told_and_not_made(string command, params string[] args)
    {
        using var folder = new TemporaryFolder();
        (await Tool.RunAsync(["state", command, "--state", folder["stat"], .. args])).FailedWith(2, $"there is no state folder {folder["stat"]}.");
        (await Tool.RunAsync(["state", command, "--state", "", .. args])).FailedWith(2, "--state names no folder.");
        (await Tool.RunAsync(["state", command, .. args])).FailedWith(2, "'--state' is required", $"See op-events state {command} --help.");
        Assert.That(Directory.Exists(folder["stat"]), Is.False);
    }

    [Test]
    public async Task An_empty_folder_is_told()
    {
        using var folder = new TemporaryFolder();
        foreach (var args in new string[][] { ["show"], ["reset", "--all"] })
        {
            var run = await Tool.RunAsync(["state", .. args, "--state", folder.Path]);
            Assert.That((run.ExitCode, run.OutputText, run.Error.TrimEnd()), Is.EqualTo((0, "", $"There is no checkpoint in {folder.Path}.")));
        }
        (await Tool.RunAsync("state", "show", "auditevents", "--state", folder.Path)).FailedWith(2, $"In {folder.Path} there is none.");
    }

    private static string[] Cells(string line) => Regex.Split(line, " {2,}");
}
