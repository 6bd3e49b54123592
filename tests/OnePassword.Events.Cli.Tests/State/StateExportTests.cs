using System.Text.Json;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.State;

public sealed class StateExportTests
{
    [Test]
    public async Task All_that_the_checkpoints_hold_is_one_document()
    {
        await using var stage = await FollowedStage.StartAsync();
        var run = await stage.StateAsync("export");
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        var json = JsonElement.Parse(run.OutputText);
        Assert.That(json.GetProperty("exported").GetDateTimeOffset(), Is.EqualTo(Stage.Now));
        foreach (var exported in json.GetProperty("checkpoints").EnumerateArray())
        {
            var checkpoint = await stage.LoadAsync(exported.GetProperty("name").GetString()!);
            Assert.That(exported.GetProperty("cursor").GetString(), Is.EqualTo(checkpoint.Cursor));
            Assert.That(exported.GetProperty("start").GetDateTimeOffset(), Is.EqualTo(checkpoint.Start));
            Assert.That(exported.GetProperty("events").GetInt64(), Is.EqualTo(FollowedStage.Events));
            Assert.That(exported.GetProperty("recent").EnumerateArray().Select(uuid => uuid.GetString()), Is.EqualTo(checkpoint.RecentUuids).And.Exactly(FollowedStage.Events).Items);
        }
        Assert.That(json.GetProperty("checkpoints").EnumerateArray().Select(exported => exported.GetProperty("name").GetString()), Is.EqualTo(FeedNames.All));
        Assert.That(run.OutputText.Split('\n'), Has.Length.LessThan(100), "identifiers are not on a line each");
    }

    [Test]
    public async Task It_can_go_to_a_file_that_only_its_owner_may_read()
    {
        await using var stage = await FollowedStage.StartAsync();
        var file = stage.Folder.Write("backup.json", "an older one");
        var run = await stage.StateAsync("export", "--output", file);
        Assert.That((run.ExitCode, run.OutputText, run.Error.TrimEnd()), Is.EqualTo((0, "", $"Replaced an older {file} (12 bytes).")));
        Assert.That(await File.ReadAllTextAsync(file), Is.EqualTo((await stage.StateAsync("export")).OutputText));
        Assert.That(stage.Folder.Files, Has.None.EndsWith(".partial"));
        if (!OperatingSystem.IsWindows())
            Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public async Task A_file_with_the_name_of_its_temporary_file_stays_as_it_is()
    {
        await using var stage = await FollowedStage.StartAsync();
        var other = stage.Folder.Write("backup.json.tmp", "of somebody else");
        var run = await stage.StateAsync("export", "--output", stage.Folder["backup.json"]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(await File.ReadAllTextAsync(other), Is.EqualTo("of somebody else"));
        Assert.That(stage.Folder.Files.Count(file => file.StartsWith("backup", StringComparison.Ordinal)), Is.EqualTo(2));
    }

    [Test]
    public async Task A_file_that_would_be_a_checkpoint_or_cannot_be_written_is_refused()
    {
        await using var stage = await FollowedStage.StartAsync();
        (await stage.StateAsync("export", "--output", Path.Combine(stage.State, "backup.json"))).FailedWith(2, "is in the state folder, where it would be taken for a checkpoint");
        (await stage.StateAsync("export", "--output", stage.Folder[Path.Combine("none", "backup.json")])).FailedWith(6, "backup.json cannot be written: ");
        (await stage.StateAsync("export", "--output", "")).FailedWith(2, "--output names no file.");
    }

    [Test]
    public async Task A_damaged_one_is_in_it_with_its_problem()
    {
        await using var stage = await FollowedStage.StartAsync();
        stage.Damage("auditevents");
        var run = await stage.StateAsync("export");
        Assert.That((run.ExitCode, run.Error.TrimEnd()), Is.EqualTo((7, "op-events: 1 checkpoint cannot be used: auditevents.")));
        var exported = JsonElement.Parse(run.OutputText).GetProperty("checkpoints");
        Assert.That(exported.GetArrayLength(), Is.EqualTo(3));
        Assert.That(exported[0].GetProperty("problem").GetString(), Does.Contain("auditevents.json is corrupt"));
    }
}
