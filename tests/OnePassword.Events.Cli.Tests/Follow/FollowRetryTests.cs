using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>Follow retries after failures of the disk and the server, and loses nothing.</summary>
public sealed class FollowRetryTests
{
    [Test]
    [Category("InProcess")]
    public async Task Follow_retries_while_the_disk_is_full()
    {
        if (!File.Exists("/dev/full"))
            Assert.Ignore("There is no disk here that is always full.");
        await using var follower = await FollowFixture.CreateAsync();
        await follower.OnceAsync();
        follower.Append(EmulatorFeed.AuditEvents, "NEW", TimeSpan.Zero);
        follower.Start("--rotate-size", "1KB");
        await follower.HasAllAsync();
        var third = Path.Combine(follower.Out, "auditevents-00000003.ndjson.open");
        follower.Disk.FullFor = third;
        follower.Append(EmulatorFeed.AuditEvents, new string('X', 1_000), TimeSpan.Zero);
        await Wait.UntilAsync(() => new FileInfo(Path.Combine(follower.Out, "auditevents-00000002.ndjson")) is { Exists: true, Length: > 1_000 });
        follower.Append(EmulatorFeed.AuditEvents, "FULL", TimeSpan.Zero);
        await follower.ReportedAsync("No space left on device");

        follower.Disk.FullFor = null;

        await follower.HasAllAsync();
    }

    [TestCase("5000000")]
    [TestCase("2147483647")]
    [TestCase("Fri, 31 Dec 9999 23:59:59 GMT")]
    public async Task Follow_survives_a_Retry_After_of_years(string retryAfter)
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Server.Inject(new Fault { Feed = EmulatorFeed.AuditEvents, Status = 429, RetryAfter = retryAfter });
        follower.Start("auditevents");
        await follower.ReportedAsync("auditevents: the server rejects requests (429), because the account sends too many. Waiting 86400 s.");
        Assert.That((await follower.StopAsync()).ExitCode, Is.Zero);
    }

    [Test]
    public async Task Follow_retries_while_the_output_folder_is_missing()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Start();
        await follower.HasAllAsync();
        Directory.Move(follower.Out, follower.Out + ".gone");
        follower.Append(EmulatorFeed.AuditEvents, "NEW", TimeSpan.Zero);
        await follower.ReportedAsync("Retrying in 1s.");
        Assert.That(follower.Out, Does.Not.Exist, "nothing is made in its place");

        Directory.Move(follower.Out + ".gone", follower.Out);

        await follower.HasAllAsync();
    }

    [Test]
    public async Task Follow_loses_nothing_while_the_state_cannot_be_written()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Start();
        await follower.HasAllAsync();
        var temporary = Path.Combine(follower.State, "auditevents.json.tmp");
        await Wait.UntilAsync(() => TryBlock(temporary));
        follower.Append(EmulatorFeed.AuditEvents, "NEW", TimeSpan.Zero);
        await follower.ReportedAsync("Retrying in 1s.");

        Directory.Delete(temporary);

        await follower.HasAllAsync();

        static bool TryBlock(string path)
        {
            try
            {
                return Directory.CreateDirectory(path).Exists;
            }
            catch (IOException)
            {
                return false; // A checkpoint is being written.
            }
        }
    }

    [Test]
    public async Task Follow_retries_while_the_server_is_down()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Start();
        await follower.HasAllAsync();

        await follower.RestartServerAsync(() => follower.ReportedAsync("signinattempts at "));
        follower.Append(EmulatorFeed.SignInAttempts, "NEW", TimeSpan.Zero);

        await follower.HasAllAsync();
    }

    [Test]
    [Platform("Linux")]
    public async Task New_files_of_an_existing_checkpoint_continue_after_a_failed_first_page()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await follower.OnceAsync("auditevents", "--output", "-");
        follower.Append(EmulatorFeed.AuditEvents, "NEW", TimeSpan.Zero);
        follower.Disk.FullFor = ".ndjson.open";
        var full = await follower.OnceAsync("auditevents");
        follower.Disk.FullFor = null;

        var run = await follower.OnceAsync("auditevents");

        Assert.That((full.ExitCode, run.ExitCode), Is.EqualTo((6, 0)), run.Error);
        Assert.That(NumberedFiles.Lines(follower.Out, "auditevents"), Has.Count.EqualTo(1).And.One.Contains("NEW"));
    }
}
