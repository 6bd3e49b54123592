namespace OnePassword.Events.Tests.Following;

public sealed class FollowerMonitorTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly FollowerMonitor _monitor = new("acme-auditevents", FeedNames.AuditEvents, new FakeTimeProvider(Noon));

    [Test]
    public void Lag_is_the_age_of_the_newest_event_and_zero_once_caught_up()
    {
        _monitor.Report(Response(Noon, events: 1));
        Assert.That(_monitor.Status.Lag(Noon.AddHours(5)), Is.EqualTo(TimeSpan.FromHours(5)));

        _monitor.Report(Response(Noon.AddHours(5), events: 0, caughtUp: true));
        Assert.That(_monitor.Status.Lag(Noon.AddHours(6)), Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void Silence_is_the_time_since_an_event_arrived_last()
    {
        _monitor.Report(Response(Noon, events: 1));
        _monitor.Report(Response(Noon.AddHours(5), events: 0, caughtUp: true));

        Assert.That(_monitor.Status.Silence(Noon.AddHours(5)), Is.EqualTo(TimeSpan.FromHours(5)));
    }

    [Test]
    public void Silence_counts_from_the_newest_event_of_the_checkpoint_until_an_event_arrives()
    {
        Assert.That(_monitor.Status.Silence(Noon.AddHours(1)), Is.EqualTo(TimeSpan.FromHours(1)), "a new follower");

        _monitor.Start(TestCheckpoint.At("c") with { LastEventTime = (EventTime)Noon.AddHours(-2) });

        Assert.That(_monitor.Status.Silence(Noon.AddHours(1)), Is.EqualTo(TimeSpan.FromHours(3)));
    }

    [Test]
    public void Clock_that_is_set_back_gives_no_negative_times()
    {
        _monitor.Report(Response(Noon, events: 1));

        Assert.That(_monitor.Status.Lag(Noon.AddDays(-1)), Is.EqualTo(TimeSpan.Zero));
        Assert.That(_monitor.Status.Silence(Noon.AddDays(-1)), Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void Failure_is_counted_and_cleared_by_the_next_response()
    {
        _monitor.Report(Failure(TimeSpan.FromSeconds(1)));
        Assert.That((_monitor.Status.Failure!.Message, _monitor.Status.Failures, _monitor.Status.RetryIn), Is.EqualTo(("full", 1, TimeSpan.FromSeconds(1))));

        _monitor.Report(Response(Noon, events: 3));

        var status = _monitor.Status;
        Assert.That((status.Failure, status.RetryIn, status.Failures, status.Events, status.Pages), Is.EqualTo(((Exception?)null, (TimeSpan?)null, 1, 3, 1)));
    }

    [Test]
    public void Failure_without_a_retry_ends_the_follower()
    {
        _monitor.Report(Failure(retryIn: null));

        Assert.That((_monitor.Status.HasEnded, _monitor.Status.Failures), Is.EqualTo((true, 0)));
    }

    private static FollowProgress Response(DateTimeOffset time, int events, bool caughtUp = false) =>
        new("acme-auditevents", FeedNames.AuditEvents, time, caughtUp, events, 0, (EventTime)Noon, null, null);

    private static FollowProgress Failure(TimeSpan? retryIn) => Response(Noon, events: 0) with { Failure = new IOException("full"), RetryIn = retryIn };
}
