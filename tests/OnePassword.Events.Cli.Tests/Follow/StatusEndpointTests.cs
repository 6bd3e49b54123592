using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>Health, metrics and the report of silent feeds.</summary>
public sealed class StatusEndpointTests
{
    [Test]
    public async Task Metrics_and_health_report_the_followed_feeds()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Start("--listen", "0");
        await follower.HasAllAsync();
        await Wait.UntilAsync(() => !follower.Get("/healthz").Contains("\"caught_up\": false", StringComparison.Ordinal));

        Assert.That(follower.Get("/healthz"), Does.Contain("\"status\": \"ok\""));
        var metrics = follower.Get("/metrics").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(
            metrics,
            Is.All.Match(
                "^(# (HELP|TYPE) op_events_follow_[a-z_]+ .+|op_events_follow_[a-z_]+\\{account=\"\",feed=\"[a-z]+\"\\} -?[0-9.E+-]+)$"));
        Assert.That(
            metrics,
            Does.Contain("op_events_follow_caught_up{account=\"\",feed=\"auditevents\"} 1").And.Contain(
                "op_events_follow_lag_seconds{account=\"\",feed=\"auditevents\"} 0"));
        Assert.That(follower.Get("/else"), Does.Contain("Use /healthz or /metrics."));
    }

    [TestCase("/healthz")]
    [TestCase("/metrics")]
    public async Task Health_and_metrics_require_a_loopback_host_name(string path)
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Start("--listen", "0");
        await follower.ReportedAsync("Health and metrics: ");

        Assert.That(
            follower.Get(path, "attacker.example"),
            Is.EqualTo("The Host header must name loopback. Use 127.0.0.1 or localhost.\n"));
        Assert.That(follower.Get(path, "localhost.attacker.example:9464"), Does.StartWith("The Host header"));
        Assert.That(follower.Get(path, "localhost:9464"), Does.Contain("auditevents"));
        Assert.That(follower.Get(path, "[::1]"), Does.Contain("auditevents"));
    }

    [Test]
    public async Task Silent_feed_is_reported_until_it_receives_events()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Start("--silence", "1s", "--listen", "0");
        await follower.HasAllAsync();
        await follower.ReportedAsync("auditevents: SILENT: no new event for 1s. Last event: ");
        Assert.That(follower.Get("/metrics"), Does.Contain("op_events_follow_silent{account=\"\",feed=\"auditevents\"} 1"));

        await Wait.UntilAsync(() =>
            {
                follower.Append(EmulatorFeed.AuditEvents, Guid.NewGuid().ToString(), TimeSpan.Zero);
                return follower.Error.Contains("auditevents: receives events again.", StringComparison.Ordinal);
            });
    }
}
