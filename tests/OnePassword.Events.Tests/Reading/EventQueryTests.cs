namespace OnePassword.Events.Tests.Reading;

public sealed class EventQueryTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [TestCase(0)]
    [TestCase(1001)]
    [TestCase(-1)]
    public void Page_size_out_of_range_is_rejected(int pageSize) =>
        Assert.That(
            () => EventQuery.Since(Now, pageSize),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("1 to 1000"));

    [TestCase(1)]
    [TestCase(1000)]
    public void Page_size_within_the_range_is_accepted(int pageSize) =>
        Assert.That(EventQuery.Since(Now, pageSize).PageSize, Is.EqualTo(pageSize));

    [Test]
    public void Default_page_size_is_the_maximum() => Assert.That(EventQuery.All.PageSize, Is.EqualTo(1000));

    [Test]
    public void Query_that_ends_before_its_start_is_rejected() =>
        Assert.That(() => EventQuery.Between(Now, Now.AddTicks(-1)), Throws.ArgumentException);

    [Test]
    public void Query_with_equal_start_and_end_is_accepted() => Assert.That(() => EventQuery.Between(Now, Now), Throws.Nothing);

    [Test]
    public void Negative_age_is_rejected() =>
        Assert.That(
            () => EventQuery.Since(TimeSpan.FromTicks(-1)),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("cannot be negative"));

    [Test]
    public void Age_of_zero_starts_now() =>
        Assert.That(EventQuery.Since(TimeSpan.Zero).FirstRequest(new FakeTimeProvider(Now)).Start, Is.EqualTo(Now));

    [TestCase(null)]
    [TestCase("")]
    public void Empty_cursor_is_rejected(string? cursor) =>
        Assert.That(() => EventQuery.After(cursor!), Throws.InstanceOf<ArgumentException>());

    [Test]
    public void Age_beyond_the_epoch_starts_at_the_epoch() =>
        Assert.That(
            EventQuery.Since(TimeSpan.MaxValue).FirstRequest(new FakeTimeProvider(Now)).Start,
            Is.EqualTo(DateTimeOffset.UnixEpoch));

    [Test]
    public void Queries_with_equal_values_are_equal() =>
        Assert.That(EventQuery.Since(TimeSpan.FromDays(120)), Is.EqualTo(EventQuery.All));
}
