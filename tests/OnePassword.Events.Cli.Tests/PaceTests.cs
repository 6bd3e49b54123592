using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests;

/// <summary>How many requests an export makes, at once and in all.</summary>
public sealed class PaceTests
{
    private static readonly EmulatorOptions Server = new() { EventsPerFeed = 2_000, Quota = Quota.Off };
    private static readonly string[] SmallPages = ["--page-size", "20"];

    [TestCase("0")]
    [TestCase("65")]
    public async Task So_many_requests_at_once_are_refused(string parallel)
    {
        await using var stage = await Stage.StartAsync(Server);
        (await stage.ExportAsync("--parallel", parallel)).FailedWith(2, $"--parallel {parallel} is not 1 to 64.");
    }

    [TestCase("many")]
    [TestCase("0/min")]
    [TestCase("5/day")]
    public async Task What_is_no_quota_is_refused(string quota)
    {
        await using var stage = await Stage.StartAsync(Server);
        (await stage.ExportAsync("--quota", quota)).FailedWith(2, $"--quota '{quota}' is not a quota. Use '600/min,30000/h'");
    }

    [Test]
    public async Task However_many_requests_are_under_way_the_file_is_the_same([Values("1", "5", "64")] string parallel)
    {
        await using var stage = await Stage.StartAsync(Server);
        var run = await stage.ExportAsync([.. SmallPages, "--parallel", parallel]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        foreach (var feed in Stage.AllFeeds)
            Assert.That(stage.Folder.Read(Stage.File(feed)), Is.EqualTo(stage.Lines(feed)));
    }

    [TestCase("300/h", 600, 300)]
    [TestCase("300/min", 300, 30_000)]
    [TestCase("900/min,300/h", 900, 300)]
    [TestCase("off", 1_000_000, 1_000_000)]
    public async Task A_limit_of_the_quota_that_is_not_named_stays_as_it_is(string quota, int perMinute, int perHour)
    {
        EventsResilienceOptions? used = null;
        await using var stage = await Stage.StartAsync(Server, new Tool { Clock = new FakeClock(Stage.Now), Resilience = resilience => used = resilience });
        var run = await stage.ExportAsync("--quota", quota);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That((used!.RateLimiter.PerMinute, used.RateLimiter.PerHour), Is.EqualTo((perMinute, perHour)));
    }

    [TestCase("30/min", 30)]
    [TestCase("50/h", 50)]
    [TestCase("5000/h", 600)] // It lifted the quota of the minute.
    public async Task An_export_makes_no_more_requests_than_it_may(string quota, int requests)
    {
        using var interruption = new CancellationTokenSource();
        var clock = new FakeClock(Stage.Now);
        await using var stage = await Stage.StartAsync(Server with { EventsPerFeed = 20_000 }, new Tool { Clock = clock });
        var running = stage.ExportAsync(["auditevents", .. SmallPages, "--quota", quota], interruption.Token);
        await Eventually.TrueAsync(() => stage.Server.Requests.Count == requests, "it has made the first");
        await clock.TimerStartedAsync(requests == 50 ? TimeSpan.FromHours(1) : TimeSpan.FromMinutes(1));
        Assert.That(stage.Server.Requests, Has.Count.EqualTo(requests));
        await interruption.CancelAsync();
        Assert.That((await running).ExitCode, Is.EqualTo(130));
    }

    [Test]
    public async Task A_server_without_a_quota_need_not_be_waited_for()
    {
        await using var stage = await Stage.StartAsync(Server);
        var run = await stage.ExportAsync("--page-size", "5", "--quota", "off");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(stage.Server.Requests, Has.Count.GreaterThan(1_200), "under the clock of this test, more than 600 would wait for ever");
    }
}
