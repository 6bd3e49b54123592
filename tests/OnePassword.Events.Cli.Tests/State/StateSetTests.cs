using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Tests.Follow;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.State;

public sealed class StateSetTests
{
    [Test]
    public async Task Since_a_moment_events_come_again_and_are_dropped()
    {
        await using var stage = await FollowedStage.StartAsync();
        var before = await stage.LoadAsync("auditevents");
        var run = await stage.StateAsync("set", "auditevents", "--since", "30d", "--yes");
        Assert.That((run.ExitCode, run.OutputText), Is.EqualTo((0, "")), run.Error);
        Assert.That(run.ErrorLines[0], Does.StartWith($"auditevents: the checkpoint as it was is kept as {stage.PathOf("auditevents")}."));
        Assert.That(run.ErrorLines[1], Is.EqualTo("auditevents: begins at 2026-01-01T12:00:00Z, and drops what comes again of the latest 30 events."));
        var after = await stage.LoadAsync("auditevents");
        Assert.That((after.Cursor, after.Start, after.Events, after.State), Is.EqualTo(((string?)null, (DateTimeOffset?)Stage.Now.AddDays(-30), 30L, before.State)));
        Assert.That(after.RecentUuids, Is.EqualTo(before.RecentUuids));

        Assert.That((await stage.FollowAsync("out", "auditevents")).ExitCode, Is.Zero);
        Assert.That((await stage.LoadAsync("auditevents")).Duplicates, Is.EqualTo(30));
        Assert.That(FollowedFiles.Lines(stage.Out, "auditevents"), Has.Count.EqualTo(30));
    }

    [Test]
    public async Task A_page_size_drops_the_cursor_and_begins_an_hour_before_the_last_event()
    {
        await using var stage = await FollowedStage.StartAsync();
        var last = (await stage.LoadAsync("auditevents")).LastEventTime!.Value.Value;
        var run = await stage.StateAsync("set", "auditevents", "--page-size", "3", "--yes");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.ErrorLines[1], Does.EndWith("; requests 3 events per page."));
        var after = await stage.LoadAsync("auditevents");
        Assert.That((after.Cursor, after.Start, after.PageSize), Is.EqualTo(((string?)null, (DateTimeOffset?)last.AddHours(-1), (int?)3)));

        var asked = stage.Server.Requests.Count;
        Assert.That((await stage.FollowAsync("out", "auditevents")).ExitCode, Is.Zero);
        Assert.That(stage.Server.Requests.Skip(asked).Max(request => request.Items), Is.LessThanOrEqualTo(3));
        Assert.That(FollowedFiles.Lines(stage.Out, "auditevents"), Has.Count.EqualTo(30));
    }

    [Test]
    public async Task A_response_beyond_the_bound_ends_a_follow_with_a_command_that_gets_it_going_again()
    {
        await using var stage = await FollowedStage.StartAsync();
        for (var n = 0; n < 10; n++)
            stage.Server.Append(EmulatorFeed.AuditEvents, System.Text.Encoding.UTF8.GetBytes($$"""{"uuid":"BIG{{n}}","timestamp":"2026-01-31T12:00:00Z","pad":"{{new string('x', 500)}}"}"""));
        var small = new Tool { Clock = new FakeClock(Stage.Now), Resilience = resilience => resilience.MaxResponseBytes = 2_048 };
        small.Environment["OP_EVENTS_TOKEN"] = stage.Server.Token;
        string[] follow = ["follow", "auditevents", "--once", "--url", stage.Server.BaseAddress.AbsoluteUri, "--state", stage.State, "--output", stage.Out, "--page-size", "10"];

        var run = await small.StartAsync(follow);
        Assert.That(run.ExitCode, Is.EqualTo(5));
        var advice = System.Text.RegularExpressions.Regex.Match(run.Error, "op-events (state set [^;]+);").Groups[1].Value;
        Assert.That(advice, Does.StartWith("state set auditevents --state ").And.Contain("--since ").And.EndsWith("--page-size 5"));

        Assert.That((await stage.RunAsync([.. advice.Split(' '), "--yes"])).ExitCode, Is.Zero);
        Assert.That((await small.StartAsync(follow)).ExitCode, Is.Zero);
        Assert.That(FollowedFiles.Lines(stage.Out, "auditevents"), Has.Count.EqualTo(40));
    }

    [Test]
    public async Task A_cursor_is_where_it_goes_on()
    {
        await using var stage = await FollowedStage.StartAsync();
        var cursor = (await stage.LoadAsync("auditevents")).Cursor!;
        Assert.That((await stage.StateAsync("set", "auditevents", "--since", "1h", "--yes")).ExitCode, Is.Zero);
        var run = await stage.StateAsync("set", "auditevents", "--cursor", cursor, "--yes");
        Assert.That(run.ErrorLines[1], Is.EqualTo("auditevents: goes on after the cursor that was given."));
        Assert.That((await stage.LoadAsync("auditevents")).Cursor, Is.EqualTo(cursor));
        Assert.That((await stage.FollowAsync("out", "auditevents")).Error, Does.Contain("auditevents: 0 events on 0 pages"));
        Assert.That((await stage.LoadAsync("auditevents")).Duplicates, Is.Zero);
    }

    [Test]
    public async Task With_its_files_lost_it_goes_on_in_a_new_one_behind_all_that_there_are()
    {
        await using var stage = await FollowedStage.StartAsync();
        File.Delete(Path.Combine(stage.Out, "auditevents-00000001.ndjson"));
        await File.WriteAllTextAsync(Path.Combine(stage.Out, "auditevents-00000007.ndjson"), "of before\n");
        Assert.That((await stage.FollowAsync("out", "auditevents")).ExitCode, Is.EqualTo(6));

        var run = await stage.AskAsync("y", "set", "auditevents", "--forget-output", "--output", stage.Out, "--since", "30d");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Error, Does.Match(@"^Set auditevents \(30 events, last .*Z\): begins at 2026-01-01T12:00:00Z, .*; writes to the new file .*auditevents-00000008\.ndjson\? \[y/N\] "));
        Assert.That(OutputPosition.Parse((await stage.LoadAsync("auditevents")).State), Is.EqualTo(new OutputPosition("auditevents-00000008.ndjson", 0, Stage.Now)));

        stage.Server.Append(EmulatorFeed.AuditEvents, """{"uuid":"ONEMORE","timestamp":"2026-01-31T12:00:00Z"}"""u8.ToArray());
        Assert.That((await stage.FollowAsync("out", "auditevents")).ExitCode, Is.Zero);
        Assert.That(FollowedFiles.Files(stage.Out, "auditevents").Select(Path.GetFileName), Is.EqualTo(new[] { "auditevents-00000007.ndjson", "auditevents-00000008.ndjson" }));
        Assert.That(FollowedFiles.Lines(stage.Out, "auditevents"), Is.EqualTo(new[] { "of before", """{"uuid":"ONEMORE","timestamp":"2026-01-31T12:00:00Z"}""" }));
    }

    [Test]
    public async Task The_number_of_a_lost_file_is_not_given_again()
    {
        await using var stage = await FollowedStage.StartAsync();
        Directory.Delete(stage.Out, recursive: true);
        Directory.CreateDirectory(stage.Out);
        Assert.That((await stage.StateAsync("set", "itemusages", "--forget-output", "--output", stage.Out, "--yes")).Error, Does.Contain("itemusages-00000002.ndjson"));
        Assert.That((await stage.FollowAsync("out", "itemusages")).ExitCode, Is.Zero);
    }

    [Test]
    public async Task Bytes_and_files_beyond_the_checkpoint_are_reported_because_their_events_are_written_again()
    {
        await using var stage = await FollowedStage.StartAsync();
        var file = Path.Combine(stage.Out, "itemusages-00000001.ndjson");
        await File.AppendAllTextAsync(file, "{}\n");
        await File.WriteAllTextAsync(Path.Combine(stage.Out, "itemusages-00000002.ndjson"), "{}\n");
        await File.WriteAllTextAsync(Path.Combine(stage.Out, "itemusages-00000003.ndjson"), "{}{}\n");
        var run = await stage.StateAsync("set", "itemusages", "--forget-output", "--output", stage.Out, "--yes");
        Assert.That(run.ErrorLines[^1], Is.EqualTo(FormattableString.Invariant(
            $"itemusages: 3 bytes of {Path.GetFileName(file)} and 2 later files (8 bytes) in {stage.Out} are not covered by the checkpoint: their events are written again to the new file.")));
    }

    [Test]
    public async Task A_checkpoint_without_files_begins_them_under_its_name()
    {
        await using var stage = await FollowedStage.StartAsync();
        using (var store = FileCheckpointStore.Open(stage.State))
            await store.SaveAsync("acme-auditevents", await stage.LoadAsync("auditevents") with { State = null });
        Assert.That((await stage.StateAsync("set", "acme-auditevents", "--forget-output", "--output", stage.Out, "--yes")).Error, Does.Contain("acme-auditevents-00000001.ndjson"));
    }

    [Test]
    public async Task One_that_is_damaged_is_not_set()
    {
        await using var stage = await FollowedStage.StartAsync();
        stage.Damage("auditevents");
        (await stage.StateAsync("set", "auditevents", "--since", "1h", "--yes")).FailedWith(7, "auditevents.json is corrupt");
        Assert.That(stage.Backups("auditevents"), Is.Empty);
    }

    [TestCase("nothing is to be set; give --cursor, --since, --page-size or --forget-output.")]
    [TestCase("--cursor and --since both say where to go on", "--cursor", "abc", "--since", "1h")]
    [TestCase("--cursor is empty, or has a control character in it.", "--cursor", " ")]
    [TestCase("--cursor is empty, or has a control character in it.", "--cursor", "a\nb")]
    [TestCase("--since 'yesterday' is neither a duration", "--since", "yesterday")]
    [TestCase("--forget-output and --output go together", "--forget-output")]
    [TestCase("--forget-output and --output go together", "--since", "1h", "--output", "out")]
    [TestCase("there is no folder nowhere; give the one that the events are written to", "--forget-output", "--output", "nowhere")]
    public async Task What_makes_no_sense_is_refused(string says, params string[] args)
    {
        await using var stage = await FollowedStage.StartAsync();
        (await stage.StateAsync("set", ["auditevents", "--yes", .. args])).FailedWith(2, says);
        Assert.That(stage.Backups("auditevents"), Is.Empty);
    }
}
