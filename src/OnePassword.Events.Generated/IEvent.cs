namespace OnePassword.Events;

/// <summary>What every event has, whatever its version and feed.</summary>
internal interface IEvent
{
    string? Uuid { get; }

    EventTime? Timestamp { get; }
}
