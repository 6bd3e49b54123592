using System.Globalization;
using OnePassword.Events.Backfill;
using OnePassword.Events.Testing.Backfill;

namespace OnePassword.Events.Tests.Backfill;

/// <summary>Events that two neighboring windows both contain are returned once, and no other event is dropped.</summary>
public sealed class BoundaryDeduplicatorTests
{
    private static readonly DateTimeOffset Boundary = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly BoundaryDeduplicator<SimulatedPage, SimulatedEvent> _boundaries =
        new(new SimulatedPageFormat(), new ReadPosition(Boundary.AddHours(-1), []));

    [Test]
    public void Events_at_the_end_of_a_window_are_dropped_from_the_next_window()
    {
        Assert.That(Fresh(_boundaries, Boundary, (1, -5), (2, 0)), Is.EqualTo(new[] { 1, 2 }));
        _boundaries.CloseWindow(Boundary);
        Assert.That(Fresh(_boundaries, Boundary.AddHours(1), (2, 0), (3, 0), (4, 5)), Is.EqualTo(new[] { 3, 4 }));
    }

    [Test]
    public void Events_are_remembered_across_a_window_shorter_than_the_overlap()
    {
        Fresh(_boundaries, Boundary, (1, 0));
        _boundaries.CloseWindow(Boundary);
        _boundaries.CloseWindow(Boundary.AddTicks(1));
        Assert.That(Fresh(_boundaries, Boundary.AddHours(1), (1, 0), (2, 1)), Is.EqualTo(new[] { 2 }));
    }

    [Test]
    public void Duplicates_within_a_window_stay() =>
        Assert.That(Fresh(_boundaries, Boundary, (1, 0), (1, 0)), Is.EqualTo(new[] { 1, 1 }));

    [Test]
    public void Events_of_the_second_before_a_boundary_are_dropped_if_the_server_compares_whole_seconds()
    {
        Fresh(_boundaries, Boundary, (1, -700), (2, -1_700));
        _boundaries.CloseWindow(Boundary);
        Assert.That(Fresh(_boundaries, Boundary.AddHours(1), (1, -700), (3, 5)), Is.EqualTo(new[] { 3 }));
    }

    [Test]
    public void Position_contains_the_keys_of_the_last_second()
    {
        Fresh(_boundaries, Boundary, (1, -1_700), (2, -700), (3, 0));
        var position = _boundaries.CloseWindow(Boundary);
        Assert.That((position.CompleteUntil, position.BoundaryKeys), Is.EqualTo((Boundary, new[] { "2", "3" })));
    }

    // The keys of a position have no times.
    [Test, Description("Regression: an event of an earlier reading came twice after a window of a second.")]
    public void Key_of_a_position_is_remembered_until_the_time_of_its_event_is_past()
    {
        var position = new ReadPosition(Boundary, ["1"]);
        var resumed = new BoundaryDeduplicator<SimulatedPage, SimulatedEvent>(new SimulatedPageFormat(), position);
        Fresh(resumed, Boundary.AddMilliseconds(1_500), (1, 900));
        resumed.CloseWindow(Boundary.AddMilliseconds(1_500));
        Assert.That(Fresh(resumed, Boundary.AddHours(1), (1, 900)), Is.Empty);
    }

    [TestCase("0001-01-01T00:00:00Z", 2)]
    [TestCase("9999-12-31T23:59:59.9999999Z", 1)]
    public void Extreme_times_are_accepted(string time, int fresh)
    {
        var extreme = new SimulatedEvent(1, DateTimeOffset.Parse(time, CultureInfo.InvariantCulture));
        _boundaries.WithoutDuplicates([extreme], Boundary);
        _boundaries.CloseWindow(Boundary);
        Assert.That(_boundaries.WithoutDuplicates([extreme, new(2, Boundary)], Boundary.AddHours(1)), Has.Count.EqualTo(fresh));
    }

    private static IEnumerable<int> Fresh(
        BoundaryDeduplicator<SimulatedPage, SimulatedEvent> boundaries, DateTimeOffset end, params (int Id, int Milliseconds)[] events)
    {
        var page = events.Select(@event => new SimulatedEvent(@event.Id, Boundary.AddMilliseconds(@event.Milliseconds)));
        return boundaries.WithoutDuplicates([.. page], end).Select(@event => @event.Id);
    }
}
