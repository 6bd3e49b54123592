namespace OnePassword.Events.Cli.Tests.State;

public sealed class StateResetTests
{
    [Test]
    public async Task Follow_after_a_reset_starts_from_the_beginning_in_an_empty_folder()
    {
        await using var fixture = await FollowedFixture.StartAsync();
        var before = await File.ReadAllBytesAsync(fixture.PathOf("auditevents"));
        var run = await fixture.StateAsync("reset", "auditevents", "--yes");
        Assert.That((run.ExitCode, run.OutputText), Is.EqualTo((0, "")), run.Error);
        Assert.That(run.ErrorLines, Is.EqualTo(new[]
        {
            $"auditevents: the previous checkpoint is kept as {fixture.PathOf("auditevents")}.20260131T120000000Z.bak",
            "The next follow starts auditevents from the beginning, and requires an output folder without their files. Move them, or use another folder.",
        }));
        Assert.That(fixture.Backups("auditevents").Single(), Is.EqualTo(before));

        Assert.That(
            (await fixture.FollowAsync("out", "auditevents")).ExitCode, Is.EqualTo(6), "the files of before are still there");
        Assert.That(
            (await fixture.FollowAsync("other", "auditevents")).Error,
            Does.Contain("auditevents: starts at 2025-10-03").And.Contain("auditevents: 30 events on 3 pages"));
        Assert.That((await fixture.LoadAsync("itemusages")).Events, Is.EqualTo(FollowedFixture.Events));
    }

    [TestCase("y\n")]
    [TestCase("YES\n")]
    public async Task Reset_prompts_for_confirmation_on_a_terminal(string typed)
    {
        await using var fixture = await FollowedFixture.StartAsync();
        var last = (await fixture.LoadAsync("itemusages")).LastEventTime!.Value.Value;
        var run = await fixture.AskAsync(typed, "reset", "itemusages");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(
            run.Error,
            Does.StartWith(
                FormattableString.Invariant($"Reset itemusages (30 events, last {last:yyyy-MM-dd'T'HH:mm:ss'Z'})? [y/N] ")));
        Assert.That(File.Exists(fixture.PathOf("itemusages")), Is.False);
    }

    [TestCase("n\n")]
    [TestCase("\n")]
    [TestCase("yup\n")]
    [TestCase("")]
    public async Task Reset_without_a_yes_changes_nothing(string typed)
    {
        await using var fixture = await FollowedFixture.StartAsync();
        var run = await fixture.AskAsync(typed, "reset", "--all");
        Assert.That(run.ExitCode, Is.EqualTo(130));
        Assert.That(
            run.Error,
            Does.Match(
                @"^Reset auditevents \(.*\), itemusages \(.*\) and signinattempts \(.*\)\? \[y/N\] op-events: nothing was changed\.\s$"));
        Assert.That(FeedNames.All.Select(fixture.PathOf), Is.All.Exist);
        Assert.That(FeedNames.All.SelectMany(fixture.Backups), Is.Empty);
    }

    [TestCase("reset", "--all")]
    [TestCase("set", "auditevents", "--since", "1h")]
    public async Task State_change_without_a_terminal_requires_the_yes_option(string command, params string[] args)
    {
        await using var fixture = await FollowedFixture.StartAsync();
        var before = await File.ReadAllBytesAsync(fixture.PathOf("auditevents"));
        (await fixture.StateAsync(command, args)).FailedWith(2, "standard input is not a terminal. Use --yes to confirm.");
        Assert.That(await File.ReadAllBytesAsync(fixture.PathOf("auditevents")), Is.EqualTo(before));
    }

    [Test]
    public async Task Reset_of_all_checkpoints_includes_corrupt_ones_and_keeps_backups()
    {
        await using var fixture = await FollowedFixture.StartAsync();
        fixture.Damage("itemusages");
        var damaged = await File.ReadAllBytesAsync(fixture.PathOf("itemusages"));
        var run = await fixture.AskAsync("y", "reset", "--all");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Error, Does.Contain("itemusages (cannot be read)"));
        Assert.That(FeedNames.All.Select(fixture.PathOf), Has.None.Exist);
        Assert.That(fixture.Backups("itemusages").Single(), Is.EqualTo(damaged));
        Assert.That((await fixture.StateAsync("show")).Error, Does.EndWith("contains no checkpoint.\n"));
    }

    [Test]
    public async Task Checkpoint_set_aside_by_a_follow_can_be_reset()
    {
        await using var fixture = await FollowedFixture.StartAsync();
        fixture.Damage("itemusages");
        Assert.That((await fixture.FollowAsync("out", "itemusages")).ExitCode, Is.EqualTo(7));
        Assert.That(
            (await fixture.StateAsync("show", "itemusages")).OutputText,
            Does.Contain("itemusages.json.corrupt"));
        Assert.That((await fixture.StateAsync("reset", "itemusages", "--yes")).ExitCode, Is.Zero);
        Assert.That(fixture.Backups("itemusages"), Has.Count.EqualTo(1));
        Assert.That((await fixture.FollowAsync("other", "itemusages")).ExitCode, Is.Zero);
    }

    [TestCase("reset", "--all", "--yes")]
    [TestCase("set", "auditevents", "--since", "1h", "--yes")]
    public async Task Reset_fails_while_a_follow_uses_the_folder(string command, params string[] args)
    {
        await using var fixture = await FollowedFixture.StartAsync();
        using var follow = FileCheckpointStore.Open(fixture.State);
        (await fixture.StateAsync(command, args)).FailedWith(7, $"the state folder {fixture.State} is in use by another program");
        Assert.That(fixture.Backups("auditevents"), Is.Empty);
    }

    [TestCase]
    [TestCase("auditevents", "--all")]
    public async Task Reset_requires_either_names_or_all(params string[] args)
    {
        await using var fixture = await FollowedFixture.StartAsync();
        (await fixture.StateAsync("reset", [.. args, "--yes"])).FailedWith(2, "specify either the names of checkpoints or --all.");
    }
}
