using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>With <c>--ack</c>, a page is committed when the reader of standard output has stored its lines.</summary>
public sealed class AcknowledgementTests
{
    private const string Consequence = " Events that are not acknowledged are delivered again after the next start.";

    [Test]
    [Category("InProcess")]
    public async Task Page_is_committed_only_when_its_last_line_is_acknowledged()
    {
        await using var follower = await FollowFixture.CreateAsync();
        var consumer = new Consumer();
        var run = Start(follower, consumer, ["auditevents", "--once"]);
        for (var end = 20; end <= 60; end += 20)
        {
            await Wait.UntilAsync(() => consumer.Lines == end);
            Assert.That(await CommittedAsync(follower), Is.EqualTo(end - 20));
            consumer.Acknowledge(end - 1);
            Assert.That(await CommittedAsync(follower), Is.EqualTo(end - 20), "the last line is missing");
            Assert.That(run.IsCompleted, Is.False, "--once waits for the last acknowledgement");
            consumer.Acknowledge(end);
        }
        var result = await run;
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(await CommittedAsync(follower), Is.EqualTo(60));
    }

    [Test]
    [Category("InProcess")]
    public async Task Feeds_share_one_count_of_acknowledged_lines()
    {
        await using var follower = await FollowFixture.CreateAsync();
        var consumer = new Consumer();
        var run = Start(follower, consumer, ["--format", "envelope", "--once"]);
        for (var lines = 0; lines < 180; lines += 20)
        {
            await Wait.UntilAsync(() => consumer.Lines > lines);
            consumer.Acknowledge(lines + 20);
        }
        var result = await run;
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(consumer.Lines, Is.EqualTo(180));
    }

    [Test]
    public async Task Interruption_leaves_unacknowledged_lines_uncommitted_and_the_next_run_delivers_them_again()
    {
        await using var follower = await FollowFixture.CreateAsync();
        var consumer = new Consumer();
        using var stop = new CancellationTokenSource();
        var run = Start(follower, consumer, ["auditevents"], stop: stop.Token);
        await Wait.UntilAsync(() => consumer.Lines == 20);
        consumer.Acknowledge(20);
        await Wait.UntilAsync(() => consumer.Lines == 40);
        await stop.CancelAsync();
        Assert.That((await run).ExitCode, Is.Zero);
        Assert.That(await CommittedAsync(follower), Is.EqualTo(20));

        var next = await follower.OnceAsync("auditevents", "--output", "-");
        Assert.That(next.OutputText.TrimEnd('\n').Split('\n'), Has.Length.EqualTo(40));
    }

    [Test]
    [Category("InProcess")]
    public async Task Acknowledgement_within_the_grace_period_of_an_interruption_counts()
    {
        await using var follower = await FollowFixture.CreateAsync();
        var consumer = new Consumer();
        using var stop = new CancellationTokenSource();
        var clock = new FakeClock(TimeProvider.System.GetUtcNow()); // The grace period does not end.
        var run = Start(follower, consumer, ["auditevents"], clock, stop.Token);
        await Wait.UntilAsync(() => consumer.Lines == 20);
        await stop.CancelAsync();
        consumer.Acknowledge(20);
        Assert.That((await run).ExitCode, Is.Zero);
        Assert.That(await CommittedAsync(follower), Is.EqualTo(20));
    }

    [TestCase("twenty", "acknowledgement 2 is 'twenty', which is not a number of lines.")]
    [TestCase("", "acknowledgement 2 is '', which is not a number of lines.")]
    [TestCase("-1", "acknowledgement 2 is '-1', which is not a number of lines.")]
    [TestCase("21", "acknowledgement 2 is 21, but 20 lines were written.")]
    [TestCase("4", "acknowledgement 2 is 4, after 5. Count all lines since the start.")]
    [TestCase(null, "the consumer closed the acknowledgements after 5 of 20 lines.")]
    [Category("InProcess")]
    public async Task Invalid_or_closed_acknowledgements_stop_the_follow_with_one_error(string? second, string problem)
    {
        await using var follower = await FollowFixture.CreateAsync();
        var consumer = new Consumer();
        var run = Start(follower, consumer, ["auditevents"]);
        await Wait.UntilAsync(() => consumer.Lines == 20);
        consumer.Acknowledge(5);
        if (second is null)
            consumer.Close();
        else
            consumer.Acknowledge(second);

        var result = await run;
        Assert.That(result.ExitCode, Is.EqualTo(6));
        Assert.That(
            result.Error.Split('\n').Where(line => line.StartsWith("op-events:", StringComparison.Ordinal)),
            Is.EqualTo(new[] { $"op-events: --ack: {problem}{Consequence}" }));
        Assert.That(await CommittedAsync(follower), Is.Zero);
    }

    [TestCase("--ack requires --output -.", "--ack", "-", "--output", "out")]
    [TestCase("--ack requires --output -.", "--ack", "-")]
    [TestCase("--ack - and --token-stdin both read standard input.", "--ack", "-", "--output", "-", "--token-stdin")]
    [TestCase("--ack: the named pipe missing/pipe does not exist.", "--ack", "missing/pipe", "--output", "-")]
    public async Task Unusable_source_of_acknowledgements_is_rejected(string problem, params string[] args)
    {
        var run = await new CliRunner { Environment = { ["OP_EVENTS_TOKEN"] = "t0ken" } }.StartAsync(
            ["follow", "auditevents", "--url", "http://127.0.0.1:1", "--state", "state", .. args]);
        run.FailedWith(2, problem);
    }

    [Test]
    public async Task File_and_terminal_are_not_sources_of_acknowledgements()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("file", "20");
        string[] follow = ["follow", "auditevents", "--url", "http://127.0.0.1:1", "--state", folder["state"], "--output", "-", "--ack"];
        (await new CliRunner { Environment = { ["OP_EVENTS_TOKEN"] = "t0ken" } }.StartAsync([.. follow, file]))
            .FailedWith(2, $"--ack: {file} is not a named pipe");
        (await new CliRunner { Environment = { ["OP_EVENTS_TOKEN"] = "t0ken" }, Typed = "20" }.StartAsync([.. follow, "-"]))
            .FailedWith(2, "--ack - reads standard input, which is a terminal.");
        Assert.That(folder.Files, Is.EqualTo(new[] { "file" }));
    }

    private static Task<CliResult> Start(
        FollowFixture follower, Consumer consumer, string[] args, TimeProvider? clock = null, CancellationToken stop = default)
    {
        var tool = new CliRunner
        {
            Environment = { ["OP_EVENTS_TOKEN"] = follower.Server.Token },
            Output = consumer,
            Reader = consumer.Reader,
            Clock = clock ?? TimeProvider.System,
        };
        return tool.StartAsync(
            ["follow", .. args, "--url", follower.Server.BaseAddress.AbsoluteUri, "--output", "-", "--ack", "-", "--state", follower.State, "--page-size", "20"],
            stop);
    }

    private static async Task<long> CommittedAsync(FollowFixture follower)
    {
        using var state = FileCheckpointStore.OpenReadOnly(follower.State);
        return (await state.LoadAsync("auditevents"))?.Events ?? 0;
    }
}
