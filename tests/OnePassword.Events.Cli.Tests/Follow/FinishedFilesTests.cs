using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>Only a file that gets no further page has a name without <c>.open</c>.</summary>
public sealed class FinishedFilesTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Test]
    [Category("InProcess")]
    public async Task File_is_finished_when_it_has_reached_its_size_and_its_page_is_committed([Values] bool gzip)
    {
        using var output = new RotatingFilesFixture { Options = new() { RotateSize = 4, Gzip = gzip } };
        var files = output.Open(committed: null);
        await files.AppendAsync("{1}\n");
        Assert.That(output.Folder.Files, Is.EqualTo(new[] { RotatingFilesFixture.OpenName(1, gzip) }), "not yet committed");
        Assert.That(
            await output.FinishAsync(files),
            Is.EqualTo(new OutputPosition(RotatingFilesFixture.Name(2, gzip), 0, CliFixture.Now)), "the file can be removed");
        Assert.That(output.Folder.Files, Is.EqualTo(new[] { RotatingFilesFixture.Name(1, gzip) }));
        Assert.That(await output.FinishAsync(files), Is.Null, "nothing more to save");
        await files.AppendAsync("{2}\n");
        Assert.That(
            output.Folder.Files, Is.EqualTo(new[] { RotatingFilesFixture.Name(1, gzip), RotatingFilesFixture.OpenName(2, gzip) }));
    }

    [Test]
    [Category("InProcess")]
    public async Task File_is_finished_when_it_has_reached_its_age_although_no_page_arrives([Values] bool restarted)
    {
        using var output = new RotatingFilesFixture { Options = new() { RotateEvery = Hour } };
        var files = output.Open(committed: null);
        var committed = await files.AppendAsync("{1}\n");
        if (restarted)
            files = output.Open(committed);
        output.Clock.Advance(Hour - TimeSpan.FromTicks(1));
        Assert.That(await output.FinishAsync(files), Is.Null);
        output.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.That(await output.FinishAsync(files), Has.Property("File").EqualTo(RotatingFilesFixture.Name(2)));
        Assert.That(output.Folder.Files, Is.EqualTo(new[] { RotatingFilesFixture.Name(1) }));
    }

    [Test]
    [Category("InProcess")]
    public async Task File_is_marked_after_the_restart_if_a_crash_prevented_it()
    {
        using var output = new RotatingFilesFixture { Options = new() { RotateSize = 1 } };
        var files = output.Open(committed: null);
        await files.AppendAsync("{1}\n");
        OutputPosition? saved = null;
        Assert.ThrowsAsync<IOException>(() => files.FinishAsync(
            state =>
            {
                saved = OutputPosition.Parse(state);
                throw new IOException("crash");
            },
            endsRun: false));
        Assert.That(output.Folder.Files, Is.EqualTo(new[] { RotatingFilesFixture.OpenName(1) }));

        await output.FinishAsync(output.Open(saved));
        Assert.That(output.Folder.Files, Is.EqualTo(new[] { RotatingFilesFixture.Name(1) }));
    }

    [Test]
    [Description("Regression: the feed stopped after each page.")]
    public async Task File_that_cannot_be_renamed_does_not_stop_the_feed_and_is_renamed_later()
    {
        await using var follower = await FollowFixture.CreateAsync();
        var finished = Path.Combine(follower.Out, "auditevents-00000001.ndjson");
        Directory.CreateDirectory(finished);

        var run = await follower.OnceAsync("auditevents", "--rotate-size", "1KB");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Error.Split($"{finished}.open cannot be renamed yet: "), Has.Length.EqualTo(2), "one line for three pages");
        Assert.That(NumberedFiles.Lines(follower.Out, "auditevents"), Is.EqualTo(follower.Served(EmulatorFeed.AuditEvents)));

        Directory.Delete(finished);
        await follower.OnceAsync("auditevents", "--rotate-size", "1KB");
        Assert.That(finished, Does.Exist);
        Assert.That(finished + ".open", Does.Not.Exist);
    }

    [Test]
    [Category("InProcess")]
    public async Task File_with_uncommitted_bytes_is_not_finished()
    {
        using var output = new RotatingFilesFixture { Options = new() { RotateSize = 1 } };
        var files = output.Open(committed: null);
        var committed = await files.AppendAsync("{1}\n");
        await File.AppendAllTextAsync(output.Folder[committed.OpenFile()], "{2");
        files = output.Open(committed);
        Assert.That(await output.FinishAsync(files), Is.Null);
        Assert.That(output.Folder.Files, Is.EqualTo(new[] { committed.OpenFile() }));

        await files.AppendAsync("{2}\n");
        await output.FinishAsync(files);
        Assert.That(output.Folder.ReadText(committed.File), Is.EqualTo("{1}\n{2}\n"));
    }

    [Test]
    [Category("InProcess")]
    public async Task File_of_an_earlier_version_is_finished_and_the_next_page_gets_a_new_one()
    {
        using var output = new RotatingFilesFixture();
        var committed = await output.Open(committed: null).AppendAsync("{1}\n");
        File.Move(output.Folder[committed.OpenFile()], output.Folder[committed.File]);
        await output.Open(committed).AppendAsync("{2}\n");
        Assert.That(output.Content, Is.EqualTo("{1}\n{2}\n"));
        Assert.That(output.Folder.Files, Is.EqualTo(new[] { RotatingFilesFixture.Name(1), RotatingFilesFixture.OpenName(2) }));
    }

    [Test]
    [Description("Regression: a page was appended to a file that looked finished.")]
    [Category("InProcess")]
    public async Task File_of_an_earlier_version_is_open_again_while_its_last_page_is_completed([Values] bool isComplete)
    {
        using var output = new RotatingFilesFixture();
        var committed = await output.Open(committed: null).AppendAsync("{1}\n");
        await File.AppendAllTextAsync(output.Folder[committed.OpenFile()], isComplete ? "{2}\n" : "{2");
        File.Move(output.Folder[committed.OpenFile()], output.Folder[committed.File]);
        await output.Open(committed).AppendAsync("{2}\n");
        Assert.That(output.Content, Is.EqualTo("{1}\n{2}\n"));
        Assert.That(output.Folder.Files, Is.EqualTo(new[] { RotatingFilesFixture.OpenName(1) }));
    }

    [Test]
    [Description("Regression: recovery removed the bytes that the next page begins with, so shippers read the file again.")]
    [Category("InProcess")]
    public async Task Recovery_shortens_no_file([Values] bool gzip, [Values] bool rotated)
    {
        using var output = new RotatingFilesFixture { Options = new() { Gzip = gzip, RotateSize = rotated ? 1 : null } };
        var first = output.Open(committed: null);
        var committed = await first.AppendAsync("{1}\n");
        await first.AppendAsync("{2}\n");
        var last = output.Folder.Files.Last();
        var whole = output.Folder.Read(last);
        for (var length = rotated ? 0 : (int)committed.Length; length <= whole.Length; length++)
        {
            await File.WriteAllBytesAsync(output.Folder[last], whole[..length]);
            await output.Open(committed).AppendAsync("{2}\n");
            Assert.That(output.Content, Is.EqualTo("{1}\n{2}\n"), $"{length} bytes");
        }
        Assert.That(output.Disk.Shortened, Is.Empty);
        Assert.That(output.Folder["set-aside"], Does.Not.Exist);
    }

    [Test]
    public async Task Run_with_once_finishes_its_files_unless_they_rotate([Values] bool rotates)
    {
        await using var follower = await FollowFixture.CreateAsync();
        string[] options = rotates ? ["--rotate-every", "1d"] : [];
        for (var run = 1; run <= 2; run++)
        {
            var result = await follower.OnceAsync(["auditevents", .. options]);
            Assert.That(result.ExitCode, Is.Zero, result.Error);
            Assert.That(
                NumberedFiles.Files(follower.Out, "auditevents").Select(Path.GetFileName),
                Is.EqualTo(
                    rotates ? ["auditevents-00000001.ndjson.open"]
                    : Enumerable.Range(1, run).Select(number => $"auditevents-0000000{number}.ndjson")));
            follower.Append(EmulatorFeed.AuditEvents, $"NEW{run}", TimeSpan.Zero);
        }
    }

    [Test]
    public async Task Finished_files_can_be_removed_by_the_program_that_ships_them()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await follower.OnceAsync("auditevents");
        File.Delete(Path.Combine(follower.Out, "auditevents-00000001.ndjson"));
        follower.Append(EmulatorFeed.AuditEvents, "NEW", TimeSpan.Zero);

        var run = await follower.OnceAsync("auditevents");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(NumberedFiles.Lines(follower.Out, "auditevents").Single(), Does.Contain("NEW"));
    }

    [Test]
    public async Task Running_follow_finishes_a_file_by_its_age()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Start("--rotate-every", "1s");
        await Wait.UntilAsync(
            () => Directory.Exists(follower.Out) && Directory.GetFiles(follower.Out, "*.ndjson").Length >= CliFixture.AllFeeds.Length);
        await follower.HasAllAsync();
    }
}
