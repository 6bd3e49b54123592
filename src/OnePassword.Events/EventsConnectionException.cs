using OnePassword.Events.Pipeline;

namespace OnePassword.Events;

/// <summary>The server could not be reached, broke off, or did not answer in time.</summary>
public sealed class EventsConnectionException : EventsException
{
    internal EventsConnectionException(FeedCall call, EventsFailure reason, string message, Exception? innerException)
        : base(call, reason, message, innerException)
    {
    }
}
