namespace OnePassword.Events;

/// <summary>What every event has, whatever its version and feed.</summary>
internal interface ITimedEvent
{
    EventTime? Timestamp { get; }
}
