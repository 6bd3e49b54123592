namespace OnePassword.Events;

/// <summary>The server could not be reached, broke off, or did not answer in time.</summary>
public sealed class EventsConnectionException : EventsException
{
    internal EventsConnectionException(string feed, EventsRegion region, string message, Exception innerException)
        : base(feed, region, message, innerException)
    {
    }
}
