namespace OnePassword.Events;

/// <summary>
/// The server answered with success, but not with what the API promises: no JSON, cut off, or without what a page must have.
/// Nothing of that answer has been handed out.
/// </summary>
public class EventsResponseException : EventsException
{
    internal EventsResponseException(string feed, EventsRegion region, string message, Exception? innerException = null)
        : base(feed, region, message, innerException)
    {
    }
}
