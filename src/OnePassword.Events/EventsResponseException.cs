using OnePassword.Events.Pipeline;

namespace OnePassword.Events;

/// <summary>
/// The server responded with success, but the response does not conform to the API: it is not JSON, is cut off, or is not a
/// page. No event of that response is returned.
/// </summary>
public class EventsResponseException : EventsException
{
    internal EventsResponseException(FeedCall call, EventsFailure reason, string problem, string? remedy = null)
        : base(call, reason, problem, remedy)
    {
    }
}
