using System.Globalization;
using System.Text;
using OnePassword.Events.Backfill;

namespace OnePassword.Events.Tests.Windows;

/// <summary>What comes again is dropped, and nothing else.</summary>
public sealed class EdgeFilterTests
{
    private static readonly DateTimeOffset Edge = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly BoundaryDeduplicator<(string Uuid, DateTimeOffset Time)> _filter = new(@event => @event.Time, (@event, output) => Encoding.UTF8.GetBytes(@event.Uuid, output));

    [Test]
    public void What_an_earlier_window_had_at_its_end_is_dropped_from_the_next()
    {
        Assert.That(Fresh(Edge, ("before", -5), ("at", 0)), Is.EqualTo(new[] { "before", "at" }));
        _filter.Close(Edge);
        Assert.That(Fresh(Edge.AddHours(1), ("at", 0), ("also at", 0), ("after", 5)), Is.EqualTo(new[] { "also at", "after" }));
    }

    [Test]
    public void It_is_so_through_a_window_shorter_than_the_overlap()
    {
        Fresh(Edge, ("at", 0));
        _filter.Close(Edge);
        _filter.Close(Edge.AddTicks(1));
        Assert.That(Fresh(Edge.AddHours(1), ("at", 0), ("after", 1)), Is.EqualTo(new[] { "after" }));
    }

    [Test]
    public void Within_a_window_nothing_is_dropped() =>
        Assert.That(Fresh(Edge, ("twice", 0), ("twice", 0)), Is.EqualTo(new[] { "twice", "twice" }));

    [Test]
    public void A_window_that_begins_again_brings_nothing_twice_nor_does_the_one_after_it()
    {
        Assert.That(Fresh(Edge.AddHours(1), ("early", -3_000), ("at", 0)), Is.EqualTo(new[] { "early", "at" }));
        _filter.BeginAgain();
        Assert.That(Fresh(Edge, ("early", -3_000), ("late", -2_000)), Is.EqualTo(new[] { "late" }));
        _filter.Close(Edge);
        Assert.That(Fresh(Edge.AddHours(1), ("at", 0), ("after", 5)), Is.EqualTo(new[] { "after" }));
    }

    [Test]
    public void What_a_window_brought_that_began_again_twice_came_a_second_time()
    {
        Fresh(Edge.AddHours(1), ("a", -50), ("later", 2_000));
        _filter.BeginAgain();
        _filter.BeginAgain();
        Fresh(Edge, ("a", -50));
        _filter.Close(Edge);
        Assert.That(Fresh(Edge.AddHours(1), ("later", 2_000), ("new", 3_000)), Is.EqualTo(new[] { "new" }));
    }

    [Test]
    public void An_event_whose_time_cannot_be_read_came_a_second_time_after_a_cut()
    {
        var filter = new BoundaryDeduplicator<(string Uuid, DateTimeOffset? Time)>(@event => @event.Time, (@event, output) => Encoding.UTF8.GetBytes(@event.Uuid, output));
        filter.Fresh([("a", Edge.AddMilliseconds(-50)), ("timeless", null)], Edge.AddHours(1), mayBeginAgain: true);
        filter.BeginAgain();
        filter.Fresh([("a", Edge.AddMilliseconds(-50))], Edge, mayBeginAgain: false);
        filter.Close(Edge);
        Assert.That(filter.Fresh([("timeless", null)], Edge.AddHours(1), mayBeginAgain: true), Is.Empty);
    }

    [Test]
    public void A_server_that_compares_whole_seconds_gives_what_is_before_the_edge_to_both()
    {
        Fresh(Edge, ("before", -700), ("long before", -1_700));
        _filter.Close(Edge);
        Assert.That(Fresh(Edge.AddHours(1), ("before", -700), ("after", 5)), Is.EqualTo(new[] { "after" }));
    }

    [Test]
    public void Another_reading_goes_on_with_what_is_around_the_edge()
    {
        Fresh(Edge, ("long before", -1_700), ("before", -700), ("at", 0));
        var position = _filter.Close(Edge);
        Assert.That((position.CompleteUntil, position.BoundaryKeys), Is.EqualTo((Edge, new[] { "before", "at" })));
        Assert.That(() => new ReadPosition(Edge, [null!]), Throws.ArgumentException);
    }

    // What an earlier reading handed out came without its time.
    [Test]
    public void An_event_of_an_earlier_reading_came_a_second_time_after_a_window_of_a_second()
    {
        var filter = new BoundaryDeduplicator<(string Uuid, DateTimeOffset Time)>(@event => @event.Time, (@event, output) => Encoding.UTF8.GetBytes(@event.Uuid, output), new ReadPosition(Edge, ["past the edge"]));
        filter.Fresh([("past the edge", Edge.AddMilliseconds(900))], Edge.AddMilliseconds(1_500), mayBeginAgain: false);
        filter.Close(Edge.AddMilliseconds(1_500));
        Assert.That(filter.Fresh([("past the edge", Edge.AddMilliseconds(900))], Edge.AddHours(1), mayBeginAgain: false), Is.Empty);
    }

    [TestCase("0001-01-01T00:00:00Z")]
    [TestCase("9999-12-31T23:59:59.9999999Z")]
    public void A_time_at_the_end_of_all_times_does_not_stop_it(string time)
    {
        var @event = ("odd", DateTimeOffset.Parse(time, CultureInfo.InvariantCulture));
        _filter.Fresh([@event], Edge, mayBeginAgain: true);
        _filter.BeginAgain();
        _filter.Close(Edge);
        Assert.That(_filter.Fresh([@event, ("new", Edge)], Edge.AddHours(1), mayBeginAgain: true), Has.Count.EqualTo(2 - (@event.Item2 > Edge ? 1 : 0)));
    }

    private IEnumerable<string> Fresh(DateTimeOffset end, params (string Uuid, int Milliseconds)[] events) =>
        _filter.Fresh([.. events.Select(@event => (@event.Uuid, Edge.AddMilliseconds(@event.Milliseconds)))], end, mayBeginAgain: true).Select(@event => @event.Uuid);
}
