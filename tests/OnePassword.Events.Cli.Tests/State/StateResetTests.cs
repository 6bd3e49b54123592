namespace OnePassword.Events.Cli.Tests.State;

public sealed class StateResetTests
{
    [Test]
    public async Task The_next_follow_begins_anew_where_the_output_is_empty()
    {
        await using var stage = await FollowedStage.StartAsync();
        var before = await File.ReadAllBytesAsync(stage.PathOf("auditevents"));
        var run = await stage.StateAsync("reset", "auditevents", "--yes");
        Assert.That((run.ExitCode, run.OutputText), Is.EqualTo((0, "")), run.Error);
        Assert.That(run.ErrorLines, Is.EqualTo(new[]
        {
            $"auditevents: the checkpoint as it was is kept as {stage.PathOf("auditevents")}.20260131T120000000Z.bak",
            "The next follow begins auditevents anew, and wants an output folder without files of that name: move them, or give another folder.",
        }));
        Assert.That(stage.Backups("auditevents").Single(), Is.EqualTo(before));

        Assert.That((await stage.FollowAsync("out", "auditevents")).ExitCode, Is.EqualTo(6), "the files of before are still there");
        Assert.That((await stage.FollowAsync("other", "auditevents")).Error, Does.Contain("auditevents: begins at 2025-10-03").And.Contain("auditevents: 30 events on 3 pages"));
        Assert.That((await stage.LoadAsync("itemusages")).Events, Is.EqualTo(FollowedStage.Events));
    }

    [TestCase("y\n")]
    [TestCase("YES\n")]
    public async Task Somebody_at_a_terminal_is_asked(string typed)
    {
        await using var stage = await FollowedStage.StartAsync();
        var last = (await stage.LoadAsync("itemusages")).LastEventTime!.Value.Value;
        var run = await stage.AskAsync(typed, "reset", "itemusages");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Error, Does.StartWith(FormattableString.Invariant($"Reset itemusages (30 events, last {last:yyyy-MM-dd'T'HH:mm:ss'Z'})? [y/N] ")));
        Assert.That(File.Exists(stage.PathOf("itemusages")), Is.False);
    }

    [TestCase("n\n")]
    [TestCase("\n")]
    [TestCase("yup\n")]
    [TestCase("")]
    public async Task Without_a_yes_nothing_is_changed(string typed)
    {
        await using var stage = await FollowedStage.StartAsync();
        var run = await stage.AskAsync(typed, "reset", "--all");
        Assert.That(run.ExitCode, Is.EqualTo(130));
        Assert.That(run.Error, Does.Match(@"^Reset auditevents \(.*\), itemusages \(.*\) and signinattempts \(.*\)\? \[y/N\] op-events: nothing was changed\.\s$"));
        Assert.That(FeedNames.All.Select(stage.PathOf), Is.All.Exist);
        Assert.That(FeedNames.All.SelectMany(stage.Backups), Is.Empty);
    }

    [TestCase("reset", "--all")]
    [TestCase("set", "auditevents", "--since", "1h")]
    public async Task Without_a_terminal_it_takes_a_yes_on_the_command_line(string command, params string[] args)
    {
        await using var stage = await FollowedStage.StartAsync();
        var before = await File.ReadAllBytesAsync(stage.PathOf("auditevents"));
        (await stage.StateAsync(command, args)).FailedWith(2, "standard input is no terminal, so that nobody can be asked; with --yes, the state is changed without a question.");
        Assert.That(await File.ReadAllBytesAsync(stage.PathOf("auditevents")), Is.EqualTo(before));
    }

    [Test]
    public async Task All_of_them_can_be_reset_the_damaged_ones_too_and_each_is_kept()
    {
        await using var stage = await FollowedStage.StartAsync();
        stage.Damage("itemusages");
        var damaged = await File.ReadAllBytesAsync(stage.PathOf("itemusages"));
        var run = await stage.AskAsync("y", "reset", "--all");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Error, Does.Contain("itemusages (it cannot be read)"));
        Assert.That(FeedNames.All.Select(stage.PathOf), Has.None.Exist);
        Assert.That(stage.Backups("itemusages").Single(), Is.EqualTo(damaged));
        Assert.That((await stage.StateAsync("show")).Error, Does.StartWith("There is no checkpoint"));
    }

    [Test]
    public async Task One_that_a_follow_has_set_aside_can_be_reset()
    {
        await using var stage = await FollowedStage.StartAsync();
        stage.Damage("itemusages");
        Assert.That((await stage.FollowAsync("out", "itemusages")).ExitCode, Is.EqualTo(7));
        Assert.That((await stage.StateAsync("show", "itemusages")).OutputText, Does.Contain("It was set aside as itemusages.json.corrupt"));
        Assert.That((await stage.StateAsync("reset", "itemusages", "--yes")).ExitCode, Is.Zero);
        Assert.That(stage.Backups("itemusages"), Has.Count.EqualTo(1));
        Assert.That((await stage.FollowAsync("other", "itemusages")).ExitCode, Is.Zero);
    }

    [TestCase("reset", "--all", "--yes")]
    [TestCase("set", "auditevents", "--since", "1h", "--yes")]
    public async Task While_a_follow_has_the_folder_nothing_is_changed(string command, params string[] args)
    {
        await using var stage = await FollowedStage.StartAsync();
        using var follow = FileCheckpointStore.Open(stage.State);
        (await stage.StateAsync(command, args)).FailedWith(7, $"The state folder {stage.State} is in use by another program");
        Assert.That(stage.Backups("auditevents"), Is.Empty);
    }

    [TestCase]
    [TestCase("auditevents", "--all")]
    public async Task Names_or_all_it_is_one_of_them(params string[] args)
    {
        await using var stage = await FollowedStage.StartAsync();
        (await stage.StateAsync("reset", [.. args, "--yes"])).FailedWith(2, "give the names of the checkpoints to reset, or --all.");
    }
}
