using OnePassword.Events.Pipeline;
using OnePassword.Events.Reading;

namespace OnePassword.Events;

/// <summary>
/// The server keeps reporting more events, but sends nothing new and does not move the cursor. Reading can continue later from
/// the cursor of the last page.
/// </summary>
public sealed class EventsNoProgressException : EventsResponseException
{
    internal EventsNoProgressException(FeedCall call)
        : base(
            call,
            EventsFailure.NoProgress,
            $"the server reported more events {PageCursor.MaxStalledPages} times in a row, "
            + "but sent nothing new and did not move the cursor.",
            "Try again later from the same cursor.")
    {
    }
}
