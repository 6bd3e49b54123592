using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Export;

/// <summary>The number of requests of an export, in parallel and in total.</summary>
public sealed class PaceTests
{
    private static readonly EmulatorOptions Server = new() { EventsPerFeed = 2_000, Quota = Quota.Off };
    private static readonly string[] SmallPages = ["--page-size", "20"];

    [TestCase("0")]
    [TestCase("65")]
    public async Task Invalid_parallelism_is_rejected(string parallel)
    {
        await using var fixture = await CliFixture.StartAsync(Server);
        (await fixture.ExportAsync("--parallel", parallel)).FailedWith(
            2, $"--parallel '{parallel}' is not a whole number from 1 to 64.");
    }

    [TestCase("many")]
    [TestCase("0/min")]
    [TestCase("5/day")]
    public async Task Invalid_quota_is_rejected(string quota)
    {
        await using var fixture = await CliFixture.StartAsync(Server);
        (await fixture.ExportAsync("--quota", quota)).FailedWith(2, $"--quota '{quota}' is not '300/min', '9000/h'");
    }

    [Test]
    public async Task Export_is_the_same_for_any_parallelism([Values("1", "5", "64")] string parallel)
    {
        await using var fixture = await CliFixture.StartAsync(Server);
        var run = await fixture.ExportAsync([.. SmallPages, "--parallel", parallel]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        foreach (var feed in CliFixture.AllFeeds)
            Assert.That(fixture.Folder.Read(CliFixture.File(feed)), Is.EqualTo(fixture.Lines(feed)));
    }

    [TestCase("300/h", 600, 300)]
    [TestCase("300/min", 300, 30_000)]
    [TestCase("900/min,300/h", 900, 300)]
    [TestCase("off", 1_000_000, 1_000_000)]
    [Category("InProcess")]
    public async Task Quota_limit_that_is_not_given_keeps_its_default(string quota, int perMinute, int perHour)
    {
        EventsResilienceOptions? used = null;
        await using var fixture = await CliFixture.StartAsync(
            Server, new CliRunner { Clock = new FakeClock(CliFixture.Now), Resilience = resilience => used = resilience });
        var run = await fixture.ExportAsync("--quota", quota);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That((used!.RateLimiter.PerMinute, used.RateLimiter.PerHour), Is.EqualTo((perMinute, perHour)));
    }

    [TestCase("30/min", 30)]
    [TestCase("50/h", 50)]
    [TestCase("5000/h", 600)] // Regression: this removed the limit per minute.
    [Category("InProcess")]
    public async Task Export_keeps_within_its_quota(string quota, int requests)
    {
        using var interruption = new CancellationTokenSource();
        var clock = new FakeClock(CliFixture.Now);
        await using var fixture = await CliFixture.StartAsync(
            Server with { EventsPerFeed = 20_000 }, new CliRunner { Clock = clock });
        var running = fixture.ExportAsync(["auditevents", .. SmallPages, "--quota", quota], interruption.Token);
        await Wait.UntilAsync(() => fixture.Server.Requests.Count == requests);
        await clock.TimerStartedAsync(requests == 50 ? TimeSpan.FromHours(1) : TimeSpan.FromMinutes(1));
        Assert.That(fixture.Server.Requests, Has.Count.EqualTo(requests));
        await interruption.CancelAsync(); // The fake clock does not move: the export ends at once.
        Assert.That((await running).ExitCode, Is.EqualTo(130));
    }

    [Test]
    public async Task Export_without_a_quota_does_not_wait()
    {
        await using var fixture = await CliFixture.StartAsync(Server);
        var run = await fixture.ExportAsync("--page-size", "5", "--quota", "off");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(
            fixture.Server.Requests, Has.Count.GreaterThan(1_200),
            "under the clock of this test, more than 600 requests would wait indefinitely");
    }
}
