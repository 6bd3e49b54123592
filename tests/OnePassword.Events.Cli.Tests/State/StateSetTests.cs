using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Tests.Follow;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.State;

public sealed class StateSetTests
{
    [Test]
    public async Task Set_since_restarts_and_drops_duplicates()
    {
        await using var fixture = await FollowedFixture.StartAsync();
        var before = await fixture.LoadAsync("auditevents");
        var run = await fixture.StateAsync("set", "auditevents", "--since", "30d", "--yes");
        Assert.That((run.ExitCode, run.OutputText), Is.EqualTo((0, "")), run.Error);
        Assert.That(
            run.ErrorLines[0],
            Does.StartWith($"auditevents: the previous checkpoint is kept as {fixture.PathOf("auditevents")}."));
        Assert.That(
            run.ErrorLines[1],
            Is.EqualTo("auditevents: restarts at 2026-01-01T12:00:00Z, dropping duplicates of the latest 30 events."));
        var after = await fixture.LoadAsync("auditevents");
        Assert.That(
            (after.Cursor, after.Start, after.Events, after.State),
            Is.EqualTo(((string?)null, (DateTimeOffset?)CliFixture.Now.AddDays(-30), 30L, before.State)));
        Assert.That(after.RecentUuids, Is.EqualTo(before.RecentUuids));

        Assert.That((await fixture.FollowAsync("out", "auditevents")).ExitCode, Is.Zero);
        Assert.That((await fixture.LoadAsync("auditevents")).Duplicates, Is.EqualTo(30));
        Assert.That(NumberedFiles.Lines(fixture.Out, "auditevents"), Has.Count.EqualTo(30));
    }

    [Test]
    public async Task Root_does_not_change_the_checkpoint_of_another_user()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            Assert.Ignore("Only root on Linux can give a file to another user.");
        await using var fixture = await FollowedFixture.StartAsync();
        var file = fixture.PathOf("auditevents");
        using var change = System.Diagnostics.Process.Start("chown", ["12345", file]);
        await change.WaitForExitAsync();
        var before = await File.ReadAllBytesAsync(file);
        foreach (var command in (string[][])[["set", "auditevents", "--since", "30d", "--yes"], ["reset", "auditevents", "--yes"]])
        {
            var run = await fixture.StateAsync(command[0], command[1..]);
            run.FailedWith(7, $"{file} belongs to '#12345'", "with sudo -u '#12345'");
        }
        Assert.That(await File.ReadAllBytesAsync(file), Is.EqualTo(before));
        Assert.That(fixture.Backups("auditevents"), Is.Empty);
    }

    [TestCase("2026-01-30", "2026-01-30T00:00:00Z")]
    [TestCase("today", "2026-01-31T00:00:00Z")]
    public async Task Set_since_accepts_a_date_and_a_word(string since, string start)
    {
        await using var fixture = await FollowedFixture.StartAsync();
        var run = await fixture.StateAsync("set", "auditevents", "--since", since, "--yes");
        Assert.That(run.ErrorLines[1], Does.StartWith($"auditevents: restarts at {start}, "));
    }

    [Test]
    public async Task Set_page_size_drops_the_cursor_and_restarts_an_hour_before_the_last_event()
    {
        await using var fixture = await FollowedFixture.StartAsync();
        var last = (await fixture.LoadAsync("auditevents")).LastEventTime!.Value.Value;
        var run = await fixture.StateAsync("set", "auditevents", "--page-size", "3", "--yes");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.ErrorLines[1], Does.EndWith("; requests 3 events per page."));
        var after = await fixture.LoadAsync("auditevents");
        Assert.That(
            (after.Cursor, after.Start, after.PageSize),
            Is.EqualTo(((string?)null, (DateTimeOffset?)last.AddHours(-1), (int?)3)));

        var before = fixture.Server.Requests.Count;
        Assert.That((await fixture.FollowAsync("out", "auditevents")).ExitCode, Is.Zero);
        Assert.That(fixture.Server.Requests.Skip(before).Max(request => request.Items), Is.LessThanOrEqualTo(3));
        Assert.That(NumberedFiles.Lines(fixture.Out, "auditevents"), Has.Count.EqualTo(30));
    }

    [Test]
    public async Task Too_large_response_stops_a_follow_with_a_command_that_resolves_it()
    {
        await using var fixture = await FollowedFixture.StartAsync();
        for (var n = 0; n < 10; n++)
            fixture.Server.Append(EmulatorFeed.AuditEvents, System.Text.Encoding.UTF8.GetBytes($$"""{"uuid":"BIG{{n}}","timestamp":"2026-01-31T12:00:00Z","pad":"{{new string('x', 500)}}"}"""));
        var small =
            new CliRunner { Clock = new FakeClock(CliFixture.Now), Resilience = resilience => resilience.MaxResponseBytes = 2_048 };
        small.Environment["OP_EVENTS_TOKEN"] = fixture.Server.Token;
        string[] follow =
            ["follow", "auditevents", "--once", "--url", fixture.Server.BaseAddress.AbsoluteUri, "--state", fixture.State, "--output", fixture.Out, "--page-size", "10"];

        var run = await small.StartAsync(follow);
        Assert.That(run.ExitCode, Is.EqualTo(5));
        var advice = System.Text.RegularExpressions.Regex.Match(run.Error, "`op-events (state set [^`]+)`").Groups[1].Value;
        Assert.That(
            advice, Does.StartWith("state set auditevents --state ").And.Contain("--since ").And.EndsWith("--page-size 5"));

        Assert.That((await fixture.RunAsync([.. advice.Split(' '), "--yes"])).ExitCode, Is.Zero);
        Assert.That((await small.StartAsync(follow)).ExitCode, Is.Zero);
        Assert.That(NumberedFiles.Lines(fixture.Out, "auditevents"), Has.Count.EqualTo(40));
    }

    [Test]
    public async Task Set_cursor_continues_after_that_cursor()
    {
        await using var fixture = await FollowedFixture.StartAsync();
        var cursor = (await fixture.LoadAsync("auditevents")).Cursor!;
        Assert.That((await fixture.StateAsync("set", "auditevents", "--since", "1h", "--yes")).ExitCode, Is.Zero);
        var run = await fixture.StateAsync("set", "auditevents", "--cursor", cursor, "--yes");
        Assert.That(run.ErrorLines[1], Is.EqualTo("auditevents: continues after the given cursor."));
        Assert.That((await fixture.LoadAsync("auditevents")).Cursor, Is.EqualTo(cursor));
        Assert.That((await fixture.FollowAsync("out", "auditevents")).Error, Does.Contain("auditevents: 0 events on 0 pages"));
        Assert.That((await fixture.LoadAsync("auditevents")).Duplicates, Is.Zero);
    }

    [Test]
    public async Task Forget_output_continues_in_a_new_file_after_the_last_one()
    {
        await using var fixture = await FollowedFixture.StartAsync();
        File.Delete(Path.Combine(fixture.Out, "auditevents-00000001.ndjson.open"));
        await File.WriteAllTextAsync(Path.Combine(fixture.Out, "auditevents-00000007.ndjson"), "of before\n");
        Assert.That((await fixture.FollowAsync("out", "auditevents")).ExitCode, Is.EqualTo(6));

        var run = await fixture.AskAsync("y", "set", "auditevents", "--forget-output", "--output", fixture.Out, "--since", "30d");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(
            run.Error,
            Does.Match(
                @"^Set auditevents \(30 events, last .*Z\): restarts at 2026-01-01T12:00:00Z, .*; writes to the new file .*auditevents-00000008\.ndjson\? \[y/N\] "));
        Assert.That(
            OutputPosition.Parse((await fixture.LoadAsync("auditevents")).State),
            Is.EqualTo(new OutputPosition("auditevents-00000008.ndjson", 0, CliFixture.Now)));

        fixture.Server.Append(EmulatorFeed.AuditEvents, """{"uuid":"ONEMORE","timestamp":"2026-01-31T12:00:00Z"}"""u8.ToArray());
        Assert.That((await fixture.FollowAsync("out", "auditevents")).ExitCode, Is.Zero);
        Assert.That(
            NumberedFiles.Files(fixture.Out, "auditevents").Select(Path.GetFileName),
            Is.EqualTo(new[] { "auditevents-00000007.ndjson", "auditevents-00000008.ndjson.open" }));
        Assert.That(NumberedFiles.Lines(fixture.Out, "auditevents"), Is.EqualTo(new[] { "of before", """{"uuid":"ONEMORE","timestamp":"2026-01-31T12:00:00Z"}""" }));
    }

    [Test]
    public async Task Forget_output_does_not_reuse_the_number_of_a_lost_file()
    {
        await using var fixture = await FollowedFixture.StartAsync();
        Directory.Delete(fixture.Out, recursive: true);
        Directory.CreateDirectory(fixture.Out);
        Assert.That(
            (await fixture.StateAsync("set", "itemusages", "--forget-output", "--output", fixture.Out, "--yes")).Error,
            Does.Contain("itemusages-00000002.ndjson"));
        Assert.That((await fixture.FollowAsync("out", "itemusages")).ExitCode, Is.Zero);
    }

    [Test]
    public async Task Forget_output_reports_uncovered_bytes_and_files()
    {
        await using var fixture = await FollowedFixture.StartAsync();
        var file = Path.Combine(fixture.Out, "itemusages-00000001.ndjson.open");
        await File.AppendAllTextAsync(file, "{}\n");
        await File.WriteAllTextAsync(Path.Combine(fixture.Out, "itemusages-00000002.ndjson"), "{}\n");
        await File.WriteAllTextAsync(Path.Combine(fixture.Out, "itemusages-00000003.ndjson"), "{}{}\n");
        var run = await fixture.StateAsync("set", "itemusages", "--forget-output", "--output", fixture.Out, "--yes");
        Assert.That(run.ErrorLines[^1], Is.EqualTo(FormattableString.Invariant(
            $"itemusages: 3 bytes of itemusages-00000001.ndjson and 2 later files (8 bytes) in {fixture.Out} are not covered by the checkpoint. Their events are written again to the new file.")));
    }

    [Test]
    public async Task Forget_output_of_a_checkpoint_without_files_uses_its_name()
    {
        await using var fixture = await FollowedFixture.StartAsync();
        using (var store = FileCheckpointStore.Open(fixture.State))
            await store.SaveAsync("acme-auditevents", await fixture.LoadAsync("auditevents") with { State = null });
        Assert.That(
            (await fixture.StateAsync("set", "acme-auditevents", "--forget-output", "--output", fixture.Out, "--yes")).Error,
            Does.Contain("acme-auditevents-00000001.ndjson"));
    }

    [Test]
    public async Task Set_rejects_a_corrupt_checkpoint()
    {
        await using var fixture = await FollowedFixture.StartAsync();
        fixture.Damage("auditevents");
        (await fixture.StateAsync("set", "auditevents", "--since", "1h", "--yes")).FailedWith(7, "auditevents.json is corrupt");
        Assert.That(fixture.Backups("auditevents"), Is.Empty);
    }

    [TestCase("there is nothing to change. Specify --cursor, --since, --page-size or --forget-output.")]
    [TestCase("--cursor and --since are mutually exclusive.", "--cursor", "abc", "--since", "1h")]
    [TestCase("--cursor is empty or contains a control character.", "--cursor", " ")]
    [TestCase("--cursor is empty or contains a control character.", "--cursor", "a\nb")]
    [TestCase("--since 'someday' is not a duration", "--since", "someday")]
    [TestCase("--forget-output and --output require each other.", "--forget-output")]
    [TestCase("--forget-output and --output require each other.", "--since", "1h", "--output", "out")]
    [TestCase("the folder nowhere does not exist. Specify the folder that the events are written to", "--forget-output", "--output", "nowhere")]
    public async Task Set_rejects_contradictory_options(string expected, params string[] args)
    {
        await using var fixture = await FollowedFixture.StartAsync();
        (await fixture.StateAsync("set", ["auditevents", "--yes", .. args])).FailedWith(2, expected);
        Assert.That(fixture.Backups("auditevents"), Is.Empty);
    }
}
