using System.Globalization;

namespace OnePassword.Events.Generated.Tests;

[TestFixture]
public class EventTimeTests
{
    private static readonly DateTimeOffset Noon = new(2024, 12, 2, 12, 0, 0, TimeSpan.FromHours(2));

    // Each is later than the previous one, by at least a nanosecond.
    private static readonly string[] Ascending =
    [
        "0001-01-01T00:00:00Z", "2024-12-02T11:54:19Z", "2024-12-02T11:54:19.000000001Z", "2024-12-02T11:54:19.00000001Z",
        "2024-12-02T11:54:19.0000001Z", "2024-12-02T13:54:19.000000101+02:00", "2024-12-02T11:54:19.000000102Z",
            "2024-12-02T11:54:19.9Z",
        "2024-12-02T11:54:18-00:01", "9999-12-31T23:59:59.999999998Z", "9999-12-31T23:59:59.999999999Z",
    ];

    [Test]
    public void Times_are_ordered_to_the_nanosecond()
    {
        var times = Ascending.Select(EventTime.Parse).ToArray();

        foreach (var (earlier, later) in times.Zip(times.Skip(1)))
        {
            Assert.That(earlier, Is.LessThan(later));
            Assert.That(later, Is.GreaterThan(earlier));
            Assert.That(earlier < later && earlier <= later && later > earlier && later >= earlier && earlier != later, Is.True);
            Assert.That(earlier.IsSameInstant(later), Is.False);
            Assert.That(earlier > later || earlier >= later || earlier == later, Is.False);
        }
    }

    [TestCase("2024-12-02T11:54:19Z", "2024-12-02T13:54:19+02:00")]
    [TestCase("2024-12-02T11:54:19Z", "2024-12-02T11:54:19.000000000Z")]
    [TestCase("2024-12-02T11:54:19.71045747Z", "2024-12-02T11:54:19.710457470Z")]
    public void The_same_time_with_another_text_is_neither_earlier_nor_equal(string first, string second)
    {
        var (left, right) = (EventTime.Parse(first), EventTime.Parse(second));

        Assert.That(left.CompareTo(right), Is.Zero);
        Assert.That(left.IsSameInstant(right), Is.True);
        Assert.That(left <= right && left >= right, Is.True);
        Assert.That(left, Is.Not.EqualTo(right));
        Assert.That(left != right, Is.True);
    }

    [Test]
    public void A_leap_second_comes_after_the_second_before_it_and_before_the_next()
    {
        var leap = EventTime.Parse("2016-12-31T23:59:60Z");

        Assert.That(leap, Is.GreaterThan(EventTime.Parse("2016-12-31T23:59:59.999999999Z")));
        Assert.That(leap, Is.LessThan(EventTime.Parse("2017-01-01T00:00:00Z")));
    }

    [Test]
    public void Times_with_the_same_text_are_equal()
    {
        var (first, second) = (EventTime.Parse("2024-12-02T11:54:19.710457472Z"),
            EventTime.Parse("2024-12-02T11:54:19.710457472Z"));

        Assert.That(first, Is.EqualTo(second));
        Assert.That(first == second, Is.True);
        Assert.That(first.Equals((object)second), Is.True);
        Assert.That(first.Equals("2024-12-02T11:54:19.710457472Z"), Is.False);
        Assert.That(first.GetHashCode(), Is.EqualTo(second.GetHashCode()));
    }

    [Test]
    public void The_default_time_is_the_first_of_NET()
    {
        var none = default(EventTime);

        Assert.That(none.Text, Is.EqualTo("0001-01-01T00:00:00Z"));
        Assert.That(none, Is.EqualTo(EventTime.Parse("0001-01-01T00:00:00Z")));
        Assert.That(none.GetHashCode(), Is.EqualTo(EventTime.Parse("0001-01-01T00:00:00Z").GetHashCode()));
    }

    [Test]
    public void A_time_formats_like_a_DateTimeOffset_and_by_default_as_sent()
    {
        var time = EventTime.Parse("2024-12-02T13:54:19.710457472+02:00");

        Assert.That($"{time:u}", Is.EqualTo("2024-12-02 11:54:19Z"));
        Assert.That($"{time:HH:mm}", Is.EqualTo("13:54"));
        Assert.That($"{time}", Is.EqualTo("2024-12-02T13:54:19.710457472+02:00"));
        Assert.That(time.ToString("", CultureInfo.InvariantCulture), Is.EqualTo(time.Text));
        Assert.That(((object)time).ToString(), Is.EqualTo(time.Text));
    }

    [Test]
    public void A_DateTimeOffset_becomes_the_shortest_text_in_UTC()
    {
        var time = (EventTime)Noon;

        Assert.That(time.Text, Is.EqualTo("2024-12-02T10:00:00Z"));
        Assert.That(new EventTime(Noon.AddTicks(1)).Text, Is.EqualTo("2024-12-02T10:00:00.0000001Z"));
        Assert.That(new EventTime(Noon.AddMilliseconds(500)).Text, Is.EqualTo("2024-12-02T10:00:00.5Z"));
        Assert.That(new EventTime(DateTimeOffset.MinValue).Text, Is.EqualTo("0001-01-01T00:00:00Z"));
        Assert.That(new EventTime(DateTimeOffset.MaxValue).Text, Is.EqualTo("9999-12-31T23:59:59.9999999Z"));
    }

    [Test]
    public void A_time_converts_to_a_DateTimeOffset_with_its_offset()
    {
        DateTimeOffset time = EventTime.Parse("2024-12-02T12:00:00+02:00");

        Assert.That(time.EqualsExact(Noon), Is.True);
        Assert.That(((EventTime)Noon).Value.EqualsExact(Noon), Is.True);
    }

    [Test]
    public void A_time_that_may_be_null_converts_and_compares_without_unwrapping()
    {
        EventTime? time = EventTime.Parse("2024-12-02T12:00:00+02:00"), none = null;
        DateTimeOffset? converted = time;

        Assert.That((time?.ToDateTimeOffset(), converted), Is.EqualTo((Noon, Noon)));
        Assert.That(none?.ToDateTimeOffset(), Is.Null);
        Assert.That(time > Noon.AddHours(-1) && time == Noon && time < Noon.AddTicks(1), Is.True);
        Assert.That(none > Noon || none < Noon, Is.False);
    }

    [Test]
    public void A_time_can_be_parsed_from_its_text()
    {
        foreach (var time in new[] { DateTimeOffset.MinValue, Noon, Noon.AddTicks(1), DateTimeOffset.MaxValue })
            Assert.That(EventTime.Parse(new EventTime(time).Text).Value, Is.EqualTo(time));
    }
}
