using System.Text.Json;
using System.Text.RegularExpressions;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.State;

public sealed class StateShowTests
{
    [Test]
    public async Task Show_prints_a_table_line_per_checkpoint()
    {
        await using var fixture = await FollowedFixture.StartAsync();
        var run = await fixture.StateAsync("show");
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        var lines = run.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(
            Cells(lines[0]),
            Is.EqualTo(
                new[] { "NAME", "ACCOUNT", "HOST", "API", "LAST EVENT", "AGE", "EVENTS", "PAGES", "DUPLICATES", "SAVED", "OUTPUT", "COMMITTED" }));
        Assert.That(lines.Skip(1).Select(line => Cells(line)[0]), Is.EqualTo(FeedNames.All));

        var checkpoint = await fixture.LoadAsync("itemusages");
        var last = checkpoint.LastEventTime!.Value.Value;
        var length = new FileInfo(Path.Combine(fixture.Out, "itemusages-00000001.ndjson.open")).Length;
        Assert.That(Cells(lines[2]), Is.EqualTo(new[]
        {
            "itemusages", checkpoint.AccountUuid ?? "-", fixture.Server.BaseAddress.Authority, "v2", FormattableString.Invariant($"{last:yyyy-MM-dd'T'HH:mm:ss'Z'}"),
            Duration.Format(
                CliFixture.Now - last), "30", "3", "0", "2026-01-31T12:00:00Z", "itemusages-00000001.ndjson", FormattableString.Invariant($"{length:N0} B"),
        }));
        Assert.That(
            lines.Select(line => line.IndexOf("  v2  ", StringComparison.Ordinal)).Skip(1).Distinct().Count(), Is.EqualTo(1),
            "columns are aligned");
    }

    [Test]
    public async Task Show_prints_cursors_on_request()
    {
        await using var fixture = await FollowedFixture.StartAsync();
        var cursor = (await fixture.LoadAsync("auditevents")).Cursor!;
        Assert.That((await fixture.StateAsync("show")).OutputText, Does.Not.Contain(cursor));
        Assert.That(
            (await fixture.StateAsync("show", "--cursors")).OutputText, Does.Contain("  CURSOR\n").And.Contain($"  {cursor}\n"));
    }

    [Test]
    public async Task Show_as_JSON_prints_an_object_per_line_with_the_cursor()
    {
        await using var fixture = await FollowedFixture.StartAsync();
        var run = await fixture.StateAsync("show", "--json", "auditevents");
        var json = JsonElement.Parse(run.OutputText.TrimEnd('\n'));
        var checkpoint = await fixture.LoadAsync("auditevents");
        Assert.That(json.EnumerateObject().Select(property => property.Name), Is.EqualTo(new[]
        {
            "name", "account", "host", "api", "feed", "cursor", "start", "page_size", "last_event", "events", "pages", "duplicates", "saved", "output", "last_event_age_seconds",
        }));
        Assert.That(json.GetProperty("cursor").GetString(), Is.EqualTo(checkpoint.Cursor));
        Assert.That(json.GetProperty("last_event").GetString(), Is.EqualTo(checkpoint.LastEventTime!.Value.Text));
        Assert.That(
            json.GetProperty("last_event_age_seconds").GetDouble(),
            Is.EqualTo((CliFixture.Now - checkpoint.LastEventTime.Value.Value).TotalSeconds).Within(0.001));
        Assert.That(json.GetProperty("output").GetProperty("file").GetString(), Is.EqualTo("auditevents-00000001.ndjson"));
        Assert.That(
            (await fixture.StateAsync("show", "--json")).OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            Has.Length.EqualTo(3));
    }

    [Test]
    public async Task Show_works_while_a_follow_uses_the_folder()
    {
        await using var fixture = await FollowedFixture.StartAsync();
        using var follow = FileCheckpointStore.Open(fixture.State);
        Assert.That((await fixture.StateAsync("show")).ExitCode, Is.Zero);
    }

    [Test]
    public async Task Show_marks_a_corrupt_checkpoint_and_does_not_change_it([Values] bool json)
    {
        await using var fixture = await FollowedFixture.StartAsync();
        fixture.Damage("itemusages");
        var run = await fixture.StateAsync("show", json ? ["--json"] : []);
        Assert.That(
            (run.ExitCode, run.Error),
            Is.EqualTo((7, $"op-events: 1 checkpoint cannot be used: itemusages.{Environment.NewLine}")));
        var lines = run.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines, Has.Length.EqualTo(json ? 3 : 4));
        Assert.That(
            lines[^2],
            Does.StartWith(
                json
                    ? "{\"name\":\"itemusages\",\"problem\":\""
                    : "itemusages      UNUSABLE: ").And.Contain("itemusages.json is corrupt: it was truncated or changed. Restore a backup"));
        Assert.That(File.Exists(fixture.PathOf("itemusages")));
    }

    [Test]
    public async Task Show_marks_a_foreign_file_as_unusable()
    {
        await using var fixture = await FollowedFixture.StartAsync();
        await File.WriteAllTextAsync(fixture.PathOf("what is this"), "{}");
        Assert.That(
            (await fixture.StateAsync("show")).OutputText,
            Does.Contain("what is this    UNUSABLE: the checkpoint what is this cannot be read: "));
    }

    [TestCase("show", "auditevent")]
    [TestCase("set", "auditevent", "--since", "1h", "--yes")]
    [TestCase("reset", "itemusages", "auditevent", "--yes")]
    public async Task Unknown_checkpoint_is_reported_with_the_known_ones(string command, params string[] args)
    {
        await using var fixture = await FollowedFixture.StartAsync();
        (await fixture.StateAsync(command, args)).FailedWith(
            2,
            $"there is no checkpoint 'auditevent'. {fixture.State} contains auditevents, itemusages and signinattempts.");
    }

    [TestCase("show")]
    [TestCase("set", "auditevents", "--since", "1h")]
    [TestCase("reset", "--all")]
    public async Task Missing_state_folder_is_reported_and_not_created(string command, params string[] args)
    {
        using var folder = new TemporaryFolder();
        (
            await CliRunner.RunAsync(
                ["state", command, "--state", folder["stat"], .. args])).FailedWith(2, $"the state folder {folder["stat"]} does not exist.");
        (await CliRunner.RunAsync(["state", command, "--state", "", .. args])).FailedWith(2, "--state is empty.");
        (await CliRunner.RunAsync(["state", command, .. args])).FailedWith(
            2, "'--state' is required", $"See op-events state {command} --help.");
        Assert.That(Directory.Exists(folder["stat"]), Is.False);
    }

    [Test]
    public async Task Empty_state_folder_is_reported()
    {
        using var folder = new TemporaryFolder();
        foreach (var args in new string[][] { ["show"], ["reset", "--all"] })
        {
            var run = await CliRunner.RunAsync(["state", .. args, "--state", folder.Path]);
            Assert.That(
                (run.ExitCode, run.OutputText, run.Error.TrimEnd()),
                Is.EqualTo((0, "", $"{folder.Path} contains no checkpoint.")));
        }
        (
            await CliRunner.RunAsync(
                "state", "show", "auditevents", "--state", folder.Path)).FailedWith(2, $"{folder.Path} contains no checkpoint.");
    }

    private static string[] Cells(string line) => Regex.Split(line, " {2,}");
}
