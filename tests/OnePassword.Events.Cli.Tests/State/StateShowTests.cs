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
        Assert.That(Cells(lines[0]), Is.EqualTo(new[] { "NAME", "EVENTS", "LAST EVENT", "AGE" }));
        Assert.That(lines.Skip(1).Select(line => Cells(line)[0]), Is.EqualTo(FeedNames.All));

        var last = (await fixture.LoadAsync("itemusages")).LastEventTime!.Value.Value;
        Assert.That(Cells(lines[2]), Is.EqualTo(new[]
        {
            "itemusages", "30", FormattableString.Invariant($"{last:yyyy-MM-dd'T'HH:mm:ss'Z'}"), Duration.Format(CliFixture.Now - last),
        }));
        Assert.That(lines.Select(line => line.Length).Distinct().Count(), Is.EqualTo(1), "columns are aligned");
    }

    [Test]
    public async Task Table_fits_80_columns_with_the_longest_names_and_numbers()
    {
        using var folder = new TemporaryFolder();
        using (var store = FileCheckpointStore.Open(folder.Path))
        {
            foreach (var account in new[] { "acme", new string('b', 64) })
            {
                await store.SaveAsync($"{account}-signinattempts", new Checkpoint
                {
                    Host = "events.1password.com",
                    ApiVersion = "v2",
                    Feed = "signinattempts",
                    Events = 9_999_999_999,
                    LastEventTime = new EventTime(CliFixture.Now.AddDays(-119.99)),
                });
            }
        }
        var run = await new CliRunner { Clock = new FakeTimeProvider(CliFixture.Now) }.StartAsync(["state", "show", "--state", folder.Path]);
        var lines = run.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines.Select(line => line.Length), Is.All.LessThanOrEqualTo(80), run.OutputText);
        Assert.That(lines, Has.Length.EqualTo(4).And.All.Not.EndsWith(" "));
        Assert.That(lines[2], Is.EqualTo(new string('b', 64) + "-signinattempts"));
        Assert.That(lines[3].TrimStart(), Is.EqualTo(lines[1]["acme-signinattempts".Length..].TrimStart()));
    }

    [Test]
    public async Task Show_of_a_named_checkpoint_prints_all_its_values()
    {
        await using var fixture = await FollowedFixture.StartAsync();
        var checkpoint = await fixture.LoadAsync("itemusages");
        var length = new FileInfo(Path.Combine(fixture.Out, "itemusages-00000001.ndjson.open")).Length;
        var last = checkpoint.LastEventTime!.Value.Value;
        Assert.That((await fixture.StateAsync("show", "itemusages")).OutputText, Is.EqualTo(FormattableString.Invariant($"""
            itemusages
              account     {checkpoint.AccountUuid ?? "-"}
              server      {fixture.Server.BaseAddress.Authority}, API v2
              last event  {last:yyyy-MM-dd'T'HH:mm:ss'Z'}, {Duration.Format(CliFixture.Now - last)} ago
              events      30 events on 3 pages
              duplicates  0
              saved       2026-01-31T12:00:00Z
              output      itemusages-00000001.ndjson, {length:N0} bytes

            """).ReplaceLineEndings("\n")));
    }

    [Test]
    public async Task Show_prints_cursors_on_request()
    {
        await using var fixture = await FollowedFixture.StartAsync();
        var cursor = (await fixture.LoadAsync("auditevents")).Cursor!;
        Assert.That((await fixture.StateAsync("show")).OutputText, Does.Not.Contain(cursor));
        Assert.That((await fixture.StateAsync("show", "--cursors")).OutputText, Does.Contain($"\n  cursor      {cursor}\n"));
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
        Assert.That(lines.Select(line => line.Length), json ? Is.Not.Empty : Is.All.LessThanOrEqualTo(80));
        Assert.That(
            Regex.Replace(run.OutputText, "\\s+", " "),
            Does.Contain(
                json
                    ? "{\"name\":\"itemusages\",\"problem\":\""
                    : "itemusages UNUSABLE: ").And.Contain("itemusages.json is corrupt: it was truncated or changed. Restore a backup"));
        Assert.That(File.Exists(fixture.PathOf("itemusages")));
    }

    [Test]
    public async Task Show_marks_a_foreign_file_as_unusable()
    {
        await using var fixture = await FollowedFixture.StartAsync();
        await File.WriteAllTextAsync(fixture.PathOf("what is this"), "{}");
        Assert.That(
            (await fixture.StateAsync("show")).OutputText,
            Does.Contain("what is this    UNUSABLE: the checkpoint what is this cannot be read:"));
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
        string[] expected = command == "reset"
            ? ["'--state' is required", $"See op-events state {command} --help."]
            : ["specify either --state or --config."];
        (await CliRunner.RunAsync(["state", command, .. args])).FailedWith(2, expected);
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
