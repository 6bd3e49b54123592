using OnePassword.Events.Pipeline;
using OnePassword.Events.Reading;

namespace OnePassword.Events;

/// <summary>
/// The server keeps promising more events, sends none or the same again, and does not move its cursor. The feed can be continued later from the
/// last page's cursor.
/// </summary>
public sealed class EventsNoProgressException : EventsResponseException
{
    internal EventsNoProgressException(FeedCall call)
        : base(call, EventsFailure.NoProgress, $"the server said {PageCursor.MaxStalledPages} times in a row that there is more, and sent nothing new with an unchanged cursor; try again later from the same cursor.")
    {
    }
}
