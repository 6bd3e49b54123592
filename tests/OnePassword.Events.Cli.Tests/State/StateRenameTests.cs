namespace OnePassword.Events.Cli.Tests.State;

public sealed class StateRenameTests
{
    [Test]
    public async Task An_account_that_got_a_name_continues_from_its_checkpoint_in_the_same_files()
    {
        await using var stage = await FollowedStage.StartAsync();
        foreach (var feed in FeedNames.All)
        {
            var renamed = await stage.StateAsync("rename", feed, $"acme-{feed}", "--yes");
            Assert.That((renamed.ExitCode, renamed.Error.TrimEnd()), Is.EqualTo((0, $"{feed}: is called acme-{feed} now.")));
        }
        stage.Folder.Write("token", stage.Server.Token);
        var config = stage.Folder.Write("follow.json", $$"""
            { "accounts": [{ "name": "acme", "url": "{{stage.Server.BaseAddress}}", "token": { "file": "token" } }], "state": "state", "output": { "folder": "out" } }
            """);
        stage.Server.Append(Emulator.EmulatorFeed.AuditEvents, """{"uuid":"NEW","timestamp":"2026-01-31T12:00:00Z"}"""u8.ToArray());

        var run = await stage.RunAsync("follow", "--config", config, "--once");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.ErrorLines, Has.Exactly(3).Contains("goes on after its checkpoint of 2026-01-31").And.One.StartsWith("acme-auditevents: 1 event on 1 page"));
        Assert.That(Follow.FollowedFiles.Lines(stage.Out, "auditevents"), Has.Count.EqualTo(FollowedStage.Events + 1));
    }

    [Test]
    public async Task It_is_asked_for_and_nothing_is_renamed_without_a_yes()
    {
        await using var stage = await FollowedStage.StartAsync();
        var run = await stage.AskAsync("n\n", "rename", "auditevents", "acme-auditevents");
        Assert.That(run.ExitCode, Is.EqualTo(130));
        Assert.That(run.Error, Does.Match(@"^Rename auditevents \(30 events, .*\) to 'acme-auditevents'\? \[y/N\] "));
        Assert.That(File.Exists(stage.PathOf("auditevents")), Is.True);
    }

    [TestCase("auditevents", "acme-itemusages", 2, "a checkpoint of auditevents is called auditevents, or ACCOUNT-auditevents: 'acme-itemusages' would not be found.")]
    [TestCase("auditevents", "../acme-auditevents", 2, "is not the name of a follower")]
    [TestCase("auditevents", "auditevents", 7, "There is a checkpoint 'auditevents' in")]
    [TestCase("none", "acme-none", 2, "there is no checkpoint or option 'none'")]
    public async Task A_name_that_does_not_fit_is_refused_and_nothing_is_changed(string name, string newName, int exitCode, string says)
    {
        await using var stage = await FollowedStage.StartAsync();
        (await stage.StateAsync("rename", name, newName, "--yes")).FailedWith(exitCode, says);
        Assert.That(FeedNames.All.Select(stage.PathOf), Is.All.Exist);
    }

    [Test]
    public async Task A_damaged_checkpoint_is_told_and_not_renamed()
    {
        await using var stage = await FollowedStage.StartAsync();
        stage.Damage("auditevents");
        (await stage.StateAsync("rename", "auditevents", "acme-auditevents", "--yes")).FailedWith(7, "auditevents.json is corrupt");
        Assert.That(File.Exists(stage.PathOf("acme-auditevents")), Is.False);
    }

    [Test]
    public async Task While_a_follow_has_the_folder_nothing_is_renamed()
    {
        await using var stage = await FollowedStage.StartAsync();
        using var follow = FileCheckpointStore.Open(stage.State);
        (await stage.StateAsync("rename", "auditevents", "acme-auditevents", "--yes")).FailedWith(7, "in use by another program");
    }
}
