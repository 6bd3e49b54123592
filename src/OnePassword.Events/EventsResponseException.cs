using OnePassword.Events.Pipeline;

namespace OnePassword.Events;

/// <summary>
/// The server answered with success, but not with what the API promises: no JSON, cut off, or without what a page must have.
/// Nothing of that answer has been handed out.
/// </summary>
public class EventsResponseException : EventsException
{
    internal EventsResponseException(FeedCall call, EventsFailure reason, string message)
        : base(call, reason, message)
    {
    }
}
