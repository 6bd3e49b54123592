using OnePassword.Events.Json;

namespace OnePassword.Events.Client;

/// <summary>The properties of every event, in both versions of the API.</summary>
internal interface IEvent : IWireObject
{
    string? Uuid { get; }

    EventTime? Timestamp { get; }
}
