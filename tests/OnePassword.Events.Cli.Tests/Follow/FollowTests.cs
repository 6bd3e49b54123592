using System.Text.Json;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>What is followed, from where, and where to.</summary>
public sealed class FollowTests
{
    [Test]
    public async Task Once_writes_what_there_is_and_the_next_time_what_is_new()
    {
        await using var follower = await Follower.CreateAsync();
        var first = await follower.OnceAsync();
        Assert.That(first.ExitCode, Is.Zero, first.Error);
        Assert.That(first.ErrorLines, Has.One.StartsWith("auditevents: begins at ").And.One.StartsWith("auditevents: 60 events on 3 pages, up to "));
        follower.AssertAll();

        follower.Append(EmulatorFeed.AuditEvents, "NEW", TimeSpan.Zero);
        follower.Append(EmulatorFeed.AuditEvents, "LATE", TimeSpan.FromDays(2));
        var second = await follower.OnceAsync("--since", "1h", "--page-size", "5");

        Assert.That(second.ErrorLines, Has.One.StartsWith("auditevents: goes on after its checkpoint of ").And.Exactly(3).Contains("whose start and page size are used on").And.One.StartsWith("auditevents: 2 events on 1 page"));
        follower.AssertAll();
        Assert.That(FollowedFiles.Lines(follower.Out, "auditevents")[^1], Does.Contain("LATE"));
    }

    [Test]
    public async Task New_events_are_written_as_they_come_until_it_is_stopped()
    {
        await using var follower = await Follower.CreateAsync();
        follower.Start();
        await follower.HasAllAsync();
        follower.Append(EmulatorFeed.ItemUsages, "NEW", TimeSpan.Zero);
        await follower.HasAllAsync();

        var run = await follower.StopAsync();

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.ErrorLines, Has.One.StartsWith("itemusages: 61 events on 4 pages"));
    }

    [Test]
    public async Task Files_are_rotated_and_their_names_are_in_the_order_of_the_events()
    {
        await using var follower = await Follower.CreateAsync();
        await follower.OnceAsync("--rotate-size", "1KB", "--gzip");

        follower.AssertAll();
        Assert.That(FollowedFiles.Files(follower.Out, "auditevents").Select(Path.GetFileName), Is.EqualTo(new[]
        {
            "auditevents-00000001.ndjson.gz", "auditevents-00000002.ndjson.gz", "auditevents-00000003.ndjson.gz",
        }));
    }

    [Test]
    public async Task Standard_output_gets_the_lines_of_one_feed_byte_for_byte()
    {
        await using var follower = await Follower.CreateAsync();
        var run = await follower.RunAsync("signinattempts", "--url", follower.Server.BaseAddress.AbsoluteUri, "--state", follower.State, "--output", "-", "--once");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.OutputText.TrimEnd('\n').Split('\n'), Is.EqualTo(follower.Served(EmulatorFeed.SignInAttempts)));
    }

    [Test]
    public async Task An_envelope_tells_account_feed_region_and_time_around_the_event()
    {
        await using var follower = await Follower.CreateAsync();
        var run = await follower.RunAsync("--url", follower.Server.BaseAddress.AbsoluteUri, "--state", follower.State, "--output", "-", "--once", "--envelope");

        var lines = run.OutputText.TrimEnd('\n').Split('\n');
        Assert.That(lines, Has.Length.EqualTo(180));
        using var line = JsonDocument.Parse(lines[0]);
        Assert.That(line.RootElement.EnumerateObject().Select(property => property.Name), Is.EqualTo(new[] { "account", "feed", "region", "read_at", "event" }));
        Assert.That(lines.Select(text => text[(text.IndexOf("\"event\":", StringComparison.Ordinal) + 8)..^1]), Is.EquivalentTo(Stage.AllFeeds.SelectMany(follower.Served)));
    }

    [Test]
    public async Task Several_feeds_on_standard_output_need_envelopes()
    {
        await using var follower = await Follower.CreateAsync();
        var run = await follower.RunAsync("--url", follower.Server.BaseAddress.AbsoluteUri, "--state", follower.State, "--output", "-");
        run.FailedWith(2, "several feeds on standard output cannot be told apart");
    }

    [Test]
    public async Task A_state_folder_has_one_writer()
    {
        await using var follower = await Follower.CreateAsync();
        using var other = FileCheckpointStore.Open(follower.State);
        (await follower.OnceAsync()).FailedWith(7, "in use by another program");
    }

    [Test]
    public async Task A_checkpoint_of_another_server_is_refused_and_the_files_are_left()
    {
        await using var first = await Follower.CreateAsync();
        await first.OnceAsync();
        await using var second = await Follower.CreateAsync();
        var before = first.Folder.Files.ToList();

        var run = await second.RunAsync("--url", second.Server.BaseAddress.AbsoluteUri, "--state", first.State, "--output", first.Out, "--once");

        Assert.That(run.ExitCode, Is.EqualTo(7));
        Assert.That(run.Error, Does.Contain($"its server is {first.Server.BaseAddress.Authority}, and this one is {second.Server.BaseAddress.Authority}"));
        Assert.That(first.Folder.Files, Is.EqualTo(before));
        Assert.That(second.Server.Requests.Where(request => request.Path.Contains("events", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task A_damaged_checkpoint_stops_its_feed_and_no_other_and_is_never_taken_for_none()
    {
        await using var follower = await Follower.CreateAsync();
        await follower.OnceAsync();
        follower.Append(EmulatorFeed.ItemUsages, "NEW", TimeSpan.Zero);
        var file = Path.Combine(follower.State, "auditevents.json");
        await File.WriteAllBytesAsync(file, (await File.ReadAllBytesAsync(file))[..200]);

        for (var start = 0; start < 2; start++)
        {
            var run = await follower.OnceAsync();
            Assert.That(run.ExitCode, Is.EqualTo(7));
            Assert.That(run.Error, Does.Contain("auditevents.json is corrupt").And.Contain("set aside as auditevents.json.corrupt"));
        }
        follower.AssertAll();
    }

    [Test]
    public async Task Output_that_was_written_without_the_state_is_refused()
    {
        await using var follower = await Follower.CreateAsync();
        await follower.OnceAsync();
        Directory.Delete(follower.State, recursive: true);

        var run = await follower.OnceAsync();

        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(run.Error, Does.Contain("holds files of auditevents that were written without this state"));
        follower.AssertAll();
    }

    [Test]
    public async Task A_refused_cursor_says_how_to_go_on_and_the_policy_does_it()
    {
        await using var follower = await Follower.CreateAsync();
        await follower.OnceAsync("--since", "3d");
        follower.Server.Inject(new Fault { Feed = EmulatorFeed.AuditEvents, Status = 400 });
        var refused = await follower.OnceAsync();
        Assert.That(refused.ExitCode, Is.EqualTo(5));
        Assert.That(refused.Error, Does.Contain("--refused-cursor restart"));

        follower.Append(EmulatorFeed.AuditEvents, "NEW", TimeSpan.Zero);
        follower.Server.Inject(new Fault { Feed = EmulatorFeed.AuditEvents, Status = 400 });
        var restarted = await follower.OnceAsync("--refused-cursor", "restart");

        Assert.That(restarted.ExitCode, Is.Zero, restarted.Error);
        Assert.That(restarted.Error, Does.Contain("refused the cursor of 'auditevents'; starts again at"));
        follower.AssertAll();
    }

    [Test]
    public async Task The_way_out_of_a_refused_cursor_was_a_command_after_which_the_files_were_refused()
    {
        await using var follower = await Follower.CreateAsync();
        await follower.OnceAsync();
        follower.Server.Inject(new Fault { Feed = EmulatorFeed.AuditEvents, Status = 400 });
        var refused = await follower.OnceAsync();
        follower.Append(EmulatorFeed.AuditEvents, "NEW", TimeSpan.Zero);

        const string Begins = "That is: op-events ";
        var line = refused.ErrorLines.Single(line => line.Contains(Begins, StringComparison.Ordinal));
        var command = line[(line.IndexOf(Begins, StringComparison.Ordinal) + Begins.Length)..line.IndexOf("; or follow", StringComparison.Ordinal)];
        var set = await Tool.RunAsync([.. command.Split(' '), "--yes"]);
        var after = await follower.OnceAsync();

        Assert.That((set.ExitCode, after.ExitCode), Is.EqualTo((0, 0)), set.Error + after.Error);
        follower.AssertAll();
    }

    [TestCase("--config and more", "with --config, a feed, --since, --url must be said in the file.", "auditevents", "--config", "x.json", "--since", "1h", "--url", "http://127.0.0.1:1")]
    [TestCase("no state", "--state names no folder")]
    [TestCase("bad poll", "--poll '1' is not a duration of at least 1s", "--state", "s", "--poll", "1")]
    [TestCase("bad size", "--rotate-size '5' is not a size such as", "--state", "s", "--rotate-size", "5")]
    [TestCase("bad page", "--page-size 0 is not 1 to 1000.", "--state", "s", "--page-size", "0")]
    [TestCase("bad port", "--listen 70000 is not 0 to 65535.", "--state", "s", "--listen", "70000")]
    [TestCase("bad silence", "--silence 'long' is not a duration", "--state", "s", "--silence", "long")]
    public async Task Wrong_options_are_one_line(string what, string says, params string[] args)
    {
        var tool = new Tool { Environment = { ["OP_EVENTS_TOKEN"] = "t0ken" } };
        (await tool.StartAsync(["follow", .. args])).FailedWith(2, says);
        Assert.That(what, Is.Not.Empty);
    }

    [Test]
    public async Task A_reader_that_has_gone_ends_it()
    {
        await using var follower = await Follower.CreateAsync();
        var tool = new Tool { Environment = { ["OP_EVENTS_TOKEN"] = follower.Server.Token }, Output = new FullDisk(room: 100) };
        var run = await tool.StartAsync(["follow", "itemusages", "--url", follower.Server.BaseAddress.AbsoluteUri, "--state", follower.State, "--output", "-"]);
        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(run.Error, Does.Contain("the output cannot be written"));
        using var state = FileCheckpointStore.OpenReadOnly(follower.State);
        Assert.That((await state.LoadAsync("itemusages"))!.Cursor, Is.Null, "what could not be written is not committed");
    }
}
