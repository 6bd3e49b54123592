namespace OnePassword.Events.Cli.Tests.State;

public sealed class StateRenameTests
{
    [Test]
    public async Task Renamed_checkpoint_continues_in_the_same_files()
    {
        await using var fixture = await FollowedFixture.StartAsync();
        foreach (var feed in FeedNames.All)
        {
            var renamed = await fixture.StateAsync("rename", feed, $"acme-{feed}", "--yes");
            Assert.That((renamed.ExitCode, renamed.Error.TrimEnd()), Is.EqualTo((0, $"{feed}: renamed to acme-{feed}.")));
        }
        fixture.Folder.Write("token", fixture.Server.Token);
        var config = fixture.Folder.Write("follow.json", $$"""
            { "accounts": [{ "name": "acme", "url": "{{fixture.Server.BaseAddress}}", "token": { "file": "token" } }], "state": "state", "outputs": [{ "type": "files", "folder": "out" }] }
            """);
        fixture.Server.Append(Emulator.EmulatorFeed.AuditEvents, """{"uuid":"NEW","timestamp":"2026-01-31T12:00:00Z"}"""u8.ToArray());

        var run = await fixture.RunAsync("follow", "--config", config, "--once");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(
            run.ErrorLines,
            Has.Exactly(3).Contains(
                "continues from its checkpoint of 2026-01-31").And.One.StartsWith("acme-auditevents: 1 event on 1 page"));
        Assert.That(Follow.NumberedFiles.Lines(fixture.Out, "auditevents"), Has.Count.EqualTo(FollowedFixture.Events + 1));
    }

    [Test]
    public async Task Rename_requires_confirmation()
    {
        await using var fixture = await FollowedFixture.StartAsync();
        var run = await fixture.AskAsync("n\n", "rename", "auditevents", "acme-auditevents");
        Assert.That(run.ExitCode, Is.EqualTo(130));
        Assert.That(run.Error, Does.Match(@"^Rename auditevents \(30 events, .*\) to 'acme-auditevents'\? \[y/N\] "));
        Assert.That(File.Exists(fixture.PathOf("auditevents")), Is.True);
    }

    [TestCase("auditevents", "acme-itemusages", 2, "'acme-itemusages' is not a name for a checkpoint of auditevents. Use auditevents or ACCOUNT-auditevents.")]
    [TestCase("auditevents", "../acme-auditevents", 2, "is not the name of a follower")]
    [TestCase("auditevents", "auditevents", 7, "There is a checkpoint 'auditevents' in")]
    [TestCase("none", "acme-none", 2, "there is no checkpoint 'none'")]
    public async Task Rename_to_an_unsuitable_name_is_rejected(string name, string newName, int exitCode, string expected)
    {
        await using var fixture = await FollowedFixture.StartAsync();
        (await fixture.StateAsync("rename", name, newName, "--yes")).FailedWith(exitCode, expected);
        Assert.That(FeedNames.All.Select(fixture.PathOf), Is.All.Exist);
    }

    [Test]
    public async Task Rename_reports_a_corrupt_checkpoint()
    {
        await using var fixture = await FollowedFixture.StartAsync();
        fixture.Damage("auditevents");
        (
            await fixture.StateAsync(
                "rename", "auditevents", "acme-auditevents", "--yes")).FailedWith(7, "auditevents.json is corrupt");
        Assert.That(File.Exists(fixture.PathOf("acme-auditevents")), Is.False);
    }

    [Test]
    public async Task Rename_fails_while_a_follow_uses_the_folder()
    {
        await using var fixture = await FollowedFixture.StartAsync();
        using var follow = FileCheckpointStore.Open(fixture.State);
        (
            await fixture.StateAsync(
                "rename", "auditevents", "acme-auditevents", "--yes")).FailedWith(7, "in use by another program");
    }
}
