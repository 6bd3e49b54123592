namespace OnePassword.Events;

/// <summary>
/// The server keeps promising more events, sends none and does not move its cursor. The feed can be continued later from the
/// last page's cursor.
/// </summary>
public sealed class EventsStandstillException : EventsResponseException
{
    internal EventsStandstillException(string feed, EventsRegion region)
        : base(feed, region, $"the server said {PageLoop.MaxStandstill} times in a row that there is more, and sent nothing with an unchanged cursor; try again later from the same cursor.")
    {
    }
}
