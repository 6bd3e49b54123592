using OnePassword.Events.Pipeline;

namespace OnePassword.Events;

/// <summary>The client could not connect to the server, lost the connection, or received no response in time.</summary>
public sealed class EventsConnectionException : EventsException
{
    internal EventsConnectionException(
        FeedCall call, EventsFailure reason, string problem, string? remedy, Exception? innerException)
        : base(call, reason, problem, remedy, innerException)
    {
    }
}
