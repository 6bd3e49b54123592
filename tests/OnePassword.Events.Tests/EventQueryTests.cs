namespace OnePassword.Events.Tests;

public sealed class EventQueryTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [TestCase(0)]
    [TestCase(1001)]
    [TestCase(-1)]
    public void A_page_size_that_the_API_refuses_is_refused_here(int pageSize) =>
        Assert.That(() => EventQuery.Since(Now, pageSize), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("1 to 1000"));

    [TestCase(1)]
    [TestCase(1000)]
    public void A_page_size_that_the_API_takes_is_taken(int pageSize) => Assert.That(EventQuery.Since(Now, pageSize).PageSize, Is.EqualTo(pageSize));

    [Test]
    public void A_page_is_as_large_as_the_API_allows_unless_told() => Assert.That(EventQuery.All.PageSize, Is.EqualTo(1000));

    [Test]
    public void A_window_cannot_end_before_it_starts() => Assert.That(() => EventQuery.Between(Now, Now.AddTicks(-1)), Throws.ArgumentException);

    [Test]
    public void A_window_can_be_empty() => Assert.That(() => EventQuery.Between(Now, Now), Throws.Nothing);

    [Test]
    public void Time_to_read_back_over_cannot_be_negative() =>
        Assert.That(() => EventQuery.Since(TimeSpan.FromTicks(-1)), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("cannot be negative"));

    [Test]
    public void Time_to_read_back_over_can_be_none() => Assert.That(EventQuery.Since(TimeSpan.Zero).FirstRequest(new FakeTimeProvider(Now)).Start, Is.EqualTo(Now));

    [TestCase(null)]
    [TestCase("")]
    public void There_is_no_empty_cursor(string? cursor) => Assert.That(() => EventQuery.After(cursor!), Throws.InstanceOf<ArgumentException>());

    [Test]
    public void A_span_longer_than_time_itself_starts_at_the_epoch() =>
        Assert.That(EventQuery.Since(TimeSpan.MaxValue).FirstRequest(new FakeTimeProvider(Now)).Start, Is.EqualTo(DateTimeOffset.UnixEpoch));

    [Test]
    public void Equal_queries_are_equal() => Assert.That(EventQuery.Since(TimeSpan.FromDays(120)), Is.EqualTo(EventQuery.All));
}
