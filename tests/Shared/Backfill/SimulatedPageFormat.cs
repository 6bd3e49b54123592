using System.Globalization;
using OnePassword.Events.Reading;

namespace OnePassword.Events.Testing.Backfill;

/// <summary>Accesses simulated pages for the scheduler.</summary>
internal sealed class SimulatedPageFormat : PageFormat<SimulatedPage, SimulatedEvent>
{
    public override IReadOnlyList<SimulatedEvent> EventsOf(SimulatedPage page) => page.Events;

    public override EventTime? TimestampOf(SimulatedEvent @event) => new EventTime(@event.Time);

    public override DateTimeOffset? TimeOf(SimulatedEvent @event) => @event.Time;

    public override string UuidOf(SimulatedEvent @event) => @event.Id.ToString(CultureInfo.InvariantCulture);

    public override string KeyOf(SimulatedEvent @event) => UuidOf(@event);

    public override SimulatedPage With(
        SimulatedPage page, IReadOnlyList<SimulatedEvent> events, bool hasMore, ReadPosition? position) =>
        page with { Events = events, HasMore = hasMore, Position = position };
}
