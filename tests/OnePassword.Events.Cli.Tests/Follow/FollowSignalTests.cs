using System.Net;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>A signal stops a follow at once, with all commits, no matter what it waits for.</summary>
[Category("Slow")]
public sealed class FollowSignalTests
{
    [Test]
    [Category("InProcess")]
    public async Task Interruption_stops_a_follow_without_waiting_for_requests_or_the_quota([Values] bool hangs)
    {
        await using var follower = await FollowFixture.CreateAsync();
        if (hangs)
            follower.Server.Inject(new Fault { Feed = EmulatorFeed.AuditEvents, Mode = FaultMode.Stall, After = 1 });
        using var stop = new CancellationTokenSource();
        var tool =
            new CliRunner { Environment = { ["OP_EVENTS_TOKEN"] = follower.Server.Token }, Clock = new FakeClock(TimeProvider.System.GetUtcNow()) };
        var run = tool.StartAsync(
            ["follow", "auditevents", "--url", follower.Server.BaseAddress.AbsoluteUri, "--output", follower.Out, "--state", follower.State, "--page-size", "50", "--listen", "0"],
            stop.Token);
        await Wait.UntilAsync(() => NumberedFiles.TryLines(follower.Out, "auditevents")?.Count == (hangs ? 50 : 60));
        await Wait.UntilAsync(() => !hangs || follower.Hanging == 1);

        await stop.CancelAsync();

        Assert.That((await run).ExitCode, Is.Zero, "although the clock stands still");
        using var state = FileCheckpointStore.OpenReadOnly(follower.State);
        Assert.That((await state.LoadAsync("auditevents"))!.Events, Is.EqualTo(hangs ? 50 : 60));
    }

    [Test]
    [Category("InProcess")]
    public async Task Interruption_of_a_run_with_once_has_exit_code_130_because_events_may_be_missing()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Server.Inject(new Fault { Feed = EmulatorFeed.AuditEvents, Mode = FaultMode.Stall });
        using var stop = new CancellationTokenSource();
        var tool =
            new CliRunner { Environment = { ["OP_EVENTS_TOKEN"] = follower.Server.Token }, Clock = new FakeClock(TimeProvider.System.GetUtcNow()) };
        var run = tool.StartAsync(
            ["follow", "auditevents", "--once", "--url", follower.Server.BaseAddress.AbsoluteUri, "--output", follower.Out, "--state", follower.State], stop.Token);
        await Wait.UntilAsync(() => follower.Hanging == 1);

        await stop.CancelAsync();

        Assert.That((await run).ExitCode, Is.EqualTo(130));
    }

    [Test]
    public async Task Exit_code_after_an_interruption_is_that_of_a_failed_feed()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await follower.OnceAsync();
        await File.WriteAllTextAsync(Path.Combine(follower.State, "auditevents.json"), "damaged");
        using var stop = new CancellationTokenSource();
        var tool = new CliRunner { Environment = { ["OP_EVENTS_TOKEN"] = follower.Server.Token } };
        var run = tool.StartAsync(
            ["follow", "--url", follower.Server.BaseAddress.AbsoluteUri, "--output", follower.Out, "--state", follower.State],
            stop.Token);
        await Wait.UntilAsync(() => tool.Error.Contains("auditevents.json", StringComparison.Ordinal));

        await stop.CancelAsync();

        Assert.That((await run).ExitCode, Is.EqualTo(7));
    }

    [Test]
    public async Task Signal_stops_a_follow_with_hanging_requests_and_saves_its_checkpoints([Values("TERM", "INT")] string signal)
    {
        await using var follower = await FollowFixture.CreateAsync();
        using var tool = CliProcess.Start(follower.Server.Token, "follow", "--url", follower.Server.BaseAddress.AbsoluteUri, "--output", follower.Out, "--state", follower.State, "--poll", "1s");
        await follower.HasAllAsync();
        follower.Server.Inject(new Fault { Mode = FaultMode.Stall, Times = 100 });
        await Wait.UntilAsync(() => follower.Hanging == CliFixture.AllFeeds.Length);

        await tool.SignalAsync(signal);
        var (exitCode, _, error) = await tool.EndAsync();

        Assert.That(follower.Hanging, Is.EqualTo(CliFixture.AllFeeds.Length), "no further request");
        Assert.That(exitCode, Is.Zero, error);
        Assert.That(error, Does.Contain("itemusages: 60 events"));
        follower.AssertAll();
    }

    [Test]
    [Description("Regression: a reader that had stopped reading prevented the exit.")]
    [Category("InProcess")]
    public async Task Signal_stops_a_follow_whose_output_pipe_is_full([Values] bool gzip)
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var full = new FullPipe();
        using var stop = new CancellationTokenSource();
        var clock = new FakeClock(TimeProvider.System.GetUtcNow());
        var tool = new CliRunner { Environment = { ["OP_EVENTS_TOKEN"] = follower.Server.Token }, Output = full, Clock = clock };
        var run = tool.StartAsync(
            ["follow", "auditevents", "--url", follower.Server.BaseAddress.AbsoluteUri, "--output", "-", "--state", follower.State, .. gzip ? new[] { "--gzip" } : []],
            stop.Token);
        await full.Blocked;

        var started = clock.GetUtcNow();
        await stop.CancelAsync();

        Assert.That((await clock.RunAsync(run, within: TimeSpan.FromSeconds(1))).ExitCode, Is.Zero);
        Assert.That(clock.GetUtcNow() - started, Is.LessThan(TimeSpan.FromSeconds(1)), "the longest wait for the reader");
        using var state = FileCheckpointStore.OpenReadOnly(follower.State);
        Assert.That((await state.LoadAsync("auditevents"))!.Events, Is.Zero, "no event is committed");
    }

    [Test]
    public async Task SIGHUP_reloads_the_tokens_and_the_secrets_of_outputs()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var siem = await FakeEndpoint.StartAsync();
        var (token, readings) = (follower.Folder.Write("token", follower.Server.Token), follower.Folder["readings"]);
        var config = follower.Folder.Write("follow.json", $$"""
            {
              "accounts": [{ "name": "acme", "url": "{{follower.Server.BaseAddress}}", "token": { "command": ["sh", "-c", "echo >> {{readings}}; cat {{token}}"] } }],
              "state": "state", "poll": { "min": "1s", "max": "1s" },
              "outputs": [
                { "type": "files", "folder": "out" },
                { "type": "https", "name": "siem", "url": "{{siem.Url}}", "token": { "file": "token" } },
                { "type": "https", "name": "fixed", "url": "{{siem.Url}}", "token": { "env": "OP_EVENTS_TOKEN" } }
              ]
            }
            """);
        using var tool = CliProcess.Start("s3cret-of-the-siem", "follow", "--config", config);
        await follower.HasAllAsync();
        Assert.That(await File.ReadAllLinesAsync(readings), Has.Length.EqualTo(1), "the token is cached");

        await tool.SignalAsync("HUP");

        await Wait.UntilAsync(() => File.ReadAllLines(readings).Length == 2);
        Assert.That(tool.Error, Does.Contain("Reloading the tokens of acme, and the secrets of the output siem."));
        Assert.That(tool.HasExited, Is.False);
    }

    [Test]
    public async Task SIGHUP_reloads_the_token_of_the_endpoint()
    {
        await using var follower = await FollowFixture.CreateAsync(events: 0);
        var token = follower.Folder.Write("scraper", "s3cret-1");
        var written = File.GetLastWriteTimeUtc(token);
        using var tool = CliProcess.Start(
            follower.Server.Token, "follow", "--url", follower.Server.BaseAddress.AbsoluteUri, "--output", follower.Out,
            "--state", follower.State, "--listen", "0", "--listen-token-file", token);
        await Wait.UntilAsync(() => tool.Error.Contains("/metrics, with", StringComparison.Ordinal));
        var address = tool.Error.Split(' ', '\n').Single(word => word.StartsWith("http:", StringComparison.Ordinal) && word.EndsWith("/healthz", StringComparison.Ordinal));
        Assert.That(Status("s3cret-1"), Is.Not.EqualTo(HttpStatusCode.Unauthorized));
        await File.WriteAllTextAsync(token, "s3cret-2");
        File.SetLastWriteTimeUtc(token, written); // A change that the tool cannot see.
        Assert.That(Status("s3cret-2"), Is.EqualTo(HttpStatusCode.Unauthorized));

        await tool.SignalAsync("HUP");

        await Wait.UntilAsync(() => Status("s3cret-2") != HttpStatusCode.Unauthorized);

        HttpStatusCode Status(string bearer)
        {
            using var http = new HttpClient { DefaultRequestHeaders = { Authorization = new("Bearer", bearer) } };
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            using var response = http.Send(request);
            return response.StatusCode;
        }
    }

    [Test]
    public async Task Second_process_cannot_use_the_state_folder_of_the_first()
    {
        await using var follower = await FollowFixture.CreateAsync();
        using var tool = CliProcess.Start(follower.Server.Token, "follow", "--url", follower.Server.BaseAddress.AbsoluteUri, "--output", follower.Out, "--state", follower.State);
        await follower.HasAllAsync();

        (await follower.OnceAsync()).FailedWith(7, $"the state folder {follower.State} is in use by another program");

        tool.Kill();
        Assert.That((await follower.OnceAsync()).ExitCode, Is.Zero, "the system releases the lock of a killed process");
    }

    // A full pipe whose reader does not read.
    private sealed class FullPipe : MemoryStream
    {
        private readonly TaskCompletionSource _blocked = new();

        public Task Blocked => _blocked.Task;

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _blocked.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);
        }
    }
}
