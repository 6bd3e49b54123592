namespace OnePassword.Events.Destinations;

/// <summary>An event that a destination rejected.</summary>
/// <param name="Event">The event. In a report, it is valid only as long as its page. From a file, it stays valid.</param>
/// <param name="Origin">The origin of the event.</param>
/// <param name="Destination">The name of the destination.</param>
/// <param name="Reason">The reason, as the destination states it.</param>
/// <param name="Status">The HTTP status; null if there is none.</param>
/// <param name="Time">The time of the rejection.</param>
public sealed record DeadLetter(
    RawEvent Event, EventOrigin Origin, string Destination, string Reason, int? Status, DateTimeOffset Time);
