using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>Follow starts, continues from checkpoints, and rejects what does not match.</summary>
public sealed class FollowTests
{
    [Test]
    public async Task Follow_once_writes_available_events_and_later_only_new_ones()
    {
        await using var follower = await FollowFixture.CreateAsync();
        var first = await follower.OnceAsync();
        Assert.That(first.ExitCode, Is.Zero, first.Error);
        Assert.That(
            first.ErrorLines,
            Has.One.StartsWith("auditevents: starts at ").And.One.StartsWith("auditevents: 60 events on 3 pages, last at "));
        follower.AssertAll();

        follower.Append(EmulatorFeed.AuditEvents, "NEW", TimeSpan.Zero);
        follower.Append(EmulatorFeed.AuditEvents, "LATE", TimeSpan.FromDays(2));
        var second = await follower.OnceAsync("--since", "1h", "--page-size", "5");

        Assert.That(
            second.ErrorLines,
            Has.One.StartsWith(
                "auditevents: continues from its checkpoint of ").And.Exactly(3).Contains("with 20 events per page").And.One.StartsWith("auditevents: 2 events on 1 page"));
        follower.AssertAll();
        Assert.That(NumberedFiles.Lines(follower.Out, "auditevents")[^1], Does.Contain("LATE"));
    }

    [Test]
    public async Task Follow_writes_new_events_until_stopped()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Start();
        await follower.HasAllAsync();
        follower.Append(EmulatorFeed.ItemUsages, "NEW", TimeSpan.Zero);
        await follower.HasAllAsync();

        var run = await follower.StopAsync();

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.ErrorLines, Has.One.StartsWith("itemusages: 61 events on 4 pages"));
    }

    [Test]
    public async Task State_folder_has_one_writer()
    {
        await using var follower = await FollowFixture.CreateAsync();
        using var other = FileCheckpointStore.Open(follower.State);
        (await follower.OnceAsync()).FailedWith(7, "in use by another program");
    }

    [Test]
    public async Task Checkpoint_of_another_server_is_rejected_and_files_are_kept()
    {
        await using var first = await FollowFixture.CreateAsync();
        await first.OnceAsync();
        await using var second = await FollowFixture.CreateAsync();
        var before = first.Folder.Files.ToList();

        var run = await second.RunAsync(
            "--url", second.Server.BaseAddress.AbsoluteUri, "--state", first.State, "--output", first.Out, "--once");

        Assert.That(run.ExitCode, Is.EqualTo(7));
        Assert.That(
            run.ErrorLines.Where(line => !line.StartsWith("The local clock ", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            Is.EqualTo(FeedNames.All.Select(feed =>
                $"op-events: checkpoint '{feed}' was written for server {first.Server.BaseAddress.Authority}, "
                    + $"but this follower uses server {second.Server.BaseAddress.Authority}. Use another --state folder or account name.")));
        Assert.That(first.Folder.Files, Is.EqualTo(before));
        Assert.That(second.Server.Requests.Where(request => request.Path.Contains("events", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task Corrupt_checkpoint_stops_its_feed_only_and_does_not_restart_it()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await follower.OnceAsync();
        follower.Append(EmulatorFeed.ItemUsages, "NEW", TimeSpan.Zero);
        var file = Path.Combine(follower.State, "auditevents.json");
        await File.WriteAllBytesAsync(file, (await File.ReadAllBytesAsync(file))[..200]);

        for (var start = 0; start < 2; start++)
        {
            var run = await follower.OnceAsync();
            Assert.That(run.ExitCode, Is.EqualTo(7));
            Assert.That(
                run.Error, Does.Contain("auditevents.json is corrupt").And.Contain("set aside as auditevents.json.corrupt"));
        }
        follower.AssertAll();
    }

    [Test]
    public async Task Output_of_another_state_folder_is_rejected()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await follower.OnceAsync();
        Directory.Delete(follower.State, recursive: true);

        var run = await follower.OnceAsync();

        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(
            run.Error,
            Does.Contain(
                "already contains auditevents files (auditevents-00000001.ndjson, …) that this checkpoint does not cover"));
        follower.AssertAll();
    }

    [Test]
    public async Task Rejected_cursor_is_reported_with_a_remedy_and_restarts_on_request()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await follower.OnceAsync("--since", "3d");
        follower.Server.Inject(new Fault { Feed = EmulatorFeed.AuditEvents, Status = 400 });
        var rejected = await follower.OnceAsync();
        Assert.That(rejected.ExitCode, Is.EqualTo(5));
        Assert.That(rejected.Error, Does.Contain("--on-cursor-rejected restart"));

        follower.Append(EmulatorFeed.AuditEvents, "NEW", TimeSpan.Zero);
        follower.Server.Inject(new Fault { Feed = EmulatorFeed.AuditEvents, Status = 400 });
        var restarted = await follower.OnceAsync("--on-cursor-rejected", "restart");

        Assert.That(restarted.ExitCode, Is.Zero, restarted.Error);
        Assert.That(restarted.Error, Does.Contain("restarting follower 'auditevents' at"));
        follower.AssertAll();
    }

    [Test]
    [Description("Regression: the suggested command made the output files unusable.")]
    public async Task Remedy_for_a_rejected_cursor_keeps_the_files_usable()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await follower.OnceAsync();
        follower.Server.Inject(new Fault { Feed = EmulatorFeed.AuditEvents, Status = 400 });
        var rejected = await follower.OnceAsync();
        follower.Append(EmulatorFeed.AuditEvents, "NEW", TimeSpan.Zero);

        const string Begins = "Run `op-events ";
        var line = rejected.ErrorLines.Single(line => line.Contains(Begins, StringComparison.Ordinal));
        var command =
            line[(line.IndexOf(Begins, StringComparison.Ordinal) + Begins.Length)..line.IndexOf("`, or use", StringComparison.Ordinal)];
        var set = await CliRunner.RunAsync([.. command.Split(' '), "--yes"]);
        var after = await follower.OnceAsync();

        Assert.That((set.ExitCode, after.ExitCode), Is.EqualTo((0, 0)), set.Error + after.Error);
        follower.AssertAll();
    }

    [TestCase("--config and more", "--config cannot be combined with a feed, --since, --url. Put these settings into the file.", "auditevents", "--config", "x.json", "--since", "1h", "--url", "http://127.0.0.1:1")]
    [TestCase("no state", "--state is missing")]
    [TestCase("bad poll", "--poll '1' is not a duration of at least 1s", "--state", "s", "--poll", "1")]
    [TestCase("bad size", "--rotate-size '5' is not a size such as", "--state", "s", "--rotate-size", "5")]
    [TestCase("bad page", "--page-size '0' is not a whole number from 1 to 1000.", "--state", "s", "--page-size", "0")]
    [TestCase("bad port", "--listen '70000' is not a port, or an IP address with a port such as 127.0.0.1:9464.", "--state", "s", "--listen", "70000")]
    [TestCase("bad silence", "--silence 'long' is not a duration", "--state", "s", "--silence", "long")]
    public async Task Invalid_follow_options_are_reported_in_one_line(string what, string expected, params string[] args)
    {
        var tool = new CliRunner { Environment = { ["OP_EVENTS_TOKEN"] = "t0ken" } };
        (await tool.StartAsync(["follow", .. args])).FailedWith(2, expected);
        Assert.That(what, Is.Not.Empty);
    }
}
