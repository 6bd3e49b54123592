using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using OnePassword.Events.Hosting;
using static OnePassword.Events.Tests.Hosting.FollowerFixture;

namespace OnePassword.Events.Tests.Hosting;

/// <summary>The health check, the log and the gauges of followers.</summary>
public sealed class FollowerHealthTests
{
    private readonly FollowerFixture _application = new();

    [Test]
    public async Task Follower_whose_handler_throws_is_degraded_and_delivers_the_page_again()
    {
        await using var emulator = await Accounts.StartAsync();
        _application.Collector.Failures = 2;
        await using var provider = _application.Build<V1UsageHandler>(emulator);

        await RunAsync(provider, () => Failing(provider).Count == 1);
        Assert.That(
            await HealthAsync(provider),
            Is.EqualTo((HealthStatus.Degraded, "'v1-itemusages' fails: the handler is not ready")));
        await RunAsync(provider, () => _application.Collector.Count == 3 && Failing(provider).Count == 0);

        Assert.That((await HealthAsync(provider)).Status, Is.EqualTo(HealthStatus.Healthy));
        Assert.That(_application.Collector.Of("v1-itemusages"), Is.Unique);
    }

    [Test]
    public async Task Follower_that_stopped_is_unhealthy()
    {
        await using var emulator = await Accounts.StartAsync();
        await _application.Store.SaveAsync("v1-itemusages", TestCheckpoint.At("other"));
        await using var provider = _application.Build<V1UsageHandler>(emulator);

        await RunAsync(provider, () => Failing(provider).Count == 1);

        var (status, description) = await HealthAsync(provider);
        Assert.That(status, Is.EqualTo(HealthStatus.Unhealthy));
        Assert.That(description, Does.StartWith("'v1-itemusages' stopped: Checkpoint 'v1-itemusages' was written for "));
    }

    [Test]
    public async Task Follower_that_stopped_with_an_unexpected_error_is_unhealthy_and_logged_and_others_continue()
    {
        using var book = new LogCapture();
        await using var emulator = await Accounts.StartAsync();
        await using var provider = _application.Build(services =>
        {
            services.AddLogging(logging => logging.AddProvider(book.Provider));
            var account = AddClient(services, emulator);
            account.AddFollower<AllFeedsHandler>(Quickly);
            account.AddFollower<V1UsageHandler>(options =>
            {
                Quickly(options);
                options.Configure += follow => follow.Progress = new BrokenDisplay();
            });
        });

        await RunAsync(provider, () => _application.Collector.Count >= 9
            && provider.GetRequiredService<FollowerRegistry>().Statuses.Any(status => status.HasEnded));

        Assert.That(
            await HealthAsync(provider),
            Is.EqualTo((HealthStatus.Unhealthy, "'v1-itemusages' stopped: the display is gone")));
        Assert.That(
            book.OfLibrary.Where(line => line.Id.Id == 9).Select(line => line.Message),
            Has.One.Contains("'v1-itemusages' stopped (the display is gone). Correct the cause. Then restart the application"));
    }

    [Test]
    public async Task Failing_followers_are_separated_and_name_account_and_feed_once()
    {
        await using var emulator = await Accounts.StartAsync(token: "t0ken-current");
        await using var provider = _application.Build(services =>
            AddClient(services, emulator, "acme", token: "t0ken-revoked").AddFollower<AllFeedsHandler>(options =>
            {
                Quickly(options);
                options.Feeds = [FeedNames.AuditEvents, FeedNames.ItemUsages];
            }));

        await RunAsync(provider, () => Failing(provider).Count == 2);

        Assert.That(
            (await HealthAsync(provider)).Description,
            Does.Match("^'acme-auditevents' fails: [^';]*401[^']*; 'acme-itemusages' fails: [^';]*401[^']*$"));
    }

    [Test]
    [NonParallelizable]
    public async Task Gauges_report_lag_silence_and_failures_of_a_running_follower()
    {
        await using var emulator = await Accounts.StartAsync();
        await using var provider = _application.Build(services => AddClient(services, emulator, "gauged").AddFollower<AllFeedsHandler>(Quickly));
        using var lag = Gauge("lag");
        using var failing = Gauge("failing");
        using var silence = Gauge("silence");

        // A follower that has stopped has no gauges, so the condition reads all three while it runs.
        await RunAsync(provider, () => (Last(failing), Last(silence), Last(lag)) is (0, > 0, 0));

        Assert.That(Last(failing), Is.Zero);
        Assert.That(Last(silence), Is.Positive);

        MetricCollector<double> Gauge(string name) => new(meterScope: null, EventsTelemetry.SourceName, $"onepassword.events.follow.{name}");

        double? Last(MetricCollector<double> gauge)
        {
            gauge.RecordObservableInstruments();
            return gauge.GetMeasurementSnapshot()
                .ContainsTags(new KeyValuePair<string, object?>("onepassword.events.follower", "gauged-auditevents")).LastOrDefault()?.Value;
        }
    }

    [Test]
    [NonParallelizable]
    public async Task Follower_whose_handler_failed_too_often_is_unhealthy_and_stays_in_the_gauges_until_the_application_stops()
    {
        await using var emulator = await Accounts.StartAsync();
        _application.Collector.Failures = int.MaxValue;
        await using var provider = _application.Build(services => AddClient(services, emulator, "stuck").AddFollower<V1UsageHandler>(options =>
        {
            Quickly(options);
            options.Configure += follow => follow.MaxDeliveryCount = 2;
        }));
        using var failing = new MetricCollector<double>(meterScope: null, EventsTelemetry.SourceName, "onepassword.events.follow.failing");
        using var deliveries = new MetricCollector<double>(meterScope: null, EventsTelemetry.SourceName, "onepassword.events.follow.failed_deliveries");

        await RunAsync(
            provider,
            () => provider.GetRequiredService<FollowerRegistry>().Statuses.Single().HasEnded && Last(failing) == 1 && Last(deliveries) == 2);

        Assert.That(
            await HealthAsync(provider),
            Is.EqualTo((
                HealthStatus.Unhealthy,
                "'stuck-v1-itemusages' stopped: the handler is not ready (the handler failed 2 times on one page)")));
        Assert.That((await _application.Store.LoadAsync("stuck-v1-itemusages"))!.Cursor, Is.Null, "the page is not committed");
        var before = failing.GetMeasurementSnapshot().Count(IsStuck);
        failing.RecordObservableInstruments();
        Assert.That(failing.GetMeasurementSnapshot().Count(IsStuck), Is.EqualTo(before), "after the application stopped");

        static bool IsStuck(CollectedMeasurement<double> measurement) =>
            measurement.ContainsTags(new KeyValuePair<string, object?>("onepassword.events.follower", "stuck-v1-itemusages"));

        static double? Last(MetricCollector<double> gauge)
        {
            gauge.RecordObservableInstruments();
            return gauge.GetMeasurementSnapshot().LastOrDefault(IsStuck)?.Value;
        }
    }

    private sealed class BrokenDisplay : IProgress<FollowProgress>
    {
        public void Report(FollowProgress value) => throw new InvalidOperationException("the display\u001b is gone");
    }
}
