namespace OnePassword.Events;

/// <summary>
/// The API could not give what was asked for. The message is one line, safe to log: it names the feed, the region and what to
/// do, and holds neither the token nor anything of an event.
/// </summary>
public abstract class EventsException : Exception
{
    private protected EventsException(string feed, EventsRegion region, string message, Exception? innerException)
        : base($"{feed} at {region.Name}: {message}", innerException) =>
        (Feed, Region) = (feed, region);

    /// <summary>What was asked for: a name out of <see cref="FeedNames"/>, or <c>introspect</c>.</summary>
    public string Feed { get; }

    /// <summary>Where it was asked for.</summary>
    public EventsRegion Region { get; }
}
