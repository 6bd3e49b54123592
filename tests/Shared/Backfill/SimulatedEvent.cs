namespace OnePassword.Events.Testing.Backfill;

/// <summary>An event of a simulated feed.</summary>
/// <param name="Id">The number of the event in the order of arrival.</param>
/// <param name="Time">The time of the event.</param>
internal readonly record struct SimulatedEvent(int Id, DateTimeOffset Time);
