namespace OnePassword.Events;

/// <summary>One report of a follower: of a handled page, of an empty poll, or of a failure.</summary>
/// <param name="Name">The follower's name.</param>
/// <param name="Feed">The feed, one of <see cref="FeedNames"/>.</param>
/// <param name="Time">The time of the report.</param>
/// <param name="CaughtUp">Whether the server has no more events for now.</param>
/// <param name="Events">The number of events of the page, without duplicates; 0 for an empty poll and for a failure.</param>
/// <param name="Duplicates">The number of duplicates that were dropped from the page.</param>
/// <param name="LastEventTime">The time of the newest event so far; null if there was none.</param>
/// <param name="Failure">The failure; null for a page.</param>
/// <param name="RetryIn">The delay before the next attempt after a failure; null if there is none.</param>
public sealed record FollowProgress(
    string Name,
    string Feed,
    DateTimeOffset Time,
    bool CaughtUp,
    int Events,
    int Duplicates,
    EventTime? LastEventTime,
    Exception? Failure,
    TimeSpan? RetryIn)
{
    /// <summary>Gets how often the handler has failed on the current page; 0 if it handled the page.</summary>
    public int FailedDeliveries { get; init; }
}
