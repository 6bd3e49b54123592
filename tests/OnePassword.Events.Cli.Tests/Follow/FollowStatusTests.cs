using OnePassword.Events.Cli.Follow;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>How a feed stands, by a clock that people and time servers set.</summary>
public sealed class FollowStatusTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly FollowStatus _status = new("acme", FeedNames.AuditEvents, "acme-auditevents", new FakeTimeProvider(Noon));

    [Test]
    public void A_clock_that_is_put_back_gives_no_negative_times()
    {
        _status.Report(Answer(Noon, events: 1));

        Assert.That(_status.Now.Lag(Noon.AddDays(-1)), Is.EqualTo(TimeSpan.Zero));
        Assert.That(_status.Now.Silence(Noon.AddDays(-1)), Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void A_clock_that_is_put_forward_shows_as_lag_until_the_next_answer()
    {
        _status.Report(Answer(Noon, events: 1));
        Assert.That(_status.Now.Lag(Noon.AddHours(5)), Is.EqualTo(TimeSpan.FromHours(5)));

        _status.Report(Answer(Noon.AddHours(5), events: 0, caughtUp: true));

        Assert.That(_status.Now.Lag(Noon.AddHours(5)), Is.EqualTo(TimeSpan.Zero));
        Assert.That(_status.Now.Silence(Noon.AddHours(5)), Is.EqualTo(TimeSpan.FromHours(5)));
    }

    [Test]
    public void A_failure_is_over_with_the_next_answer_and_is_counted()
    {
        _status.Report(Answer(Noon, events: 0) with { Failure = new IOException("full"), RetryIn = TimeSpan.FromSeconds(1) });
        Assert.That((_status.Now.Failure, _status.Now.Failures), Is.EqualTo(("full", 1)));

        _status.Report(Answer(Noon, events: 3));

        Assert.That((_status.Now.Failure, _status.Now.Failures, _status.Now.Events, _status.Now.Pages), Is.EqualTo(((string?)null, 1, 3, 1)));
    }

    private static FollowProgress Answer(DateTimeOffset time, int events, bool caughtUp = false) =>
        new("acme-auditevents", FeedNames.AuditEvents, time, caughtUp, events, 0, (EventTime)Noon, null, null);
}
