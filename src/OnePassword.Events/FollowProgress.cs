namespace OnePassword.Events;

/// <summary>What a follower saw last.</summary>
/// <param name="Name">The follower's name.</param>
/// <param name="Feed">The feed, one of <see cref="FeedNames"/>.</param>
/// <param name="Time">When.</param>
/// <param name="CaughtUp">Whether the server said that there is nothing more for now.</param>
/// <param name="Events">Events of the page, without those that were dropped as repeated; 0 for a poll that brought nothing, and for a failure.</param>
/// <param name="Duplicates">Events of the page that were dropped as repeated.</param>
/// <param name="LastEventTime">The latest time among all events so far; null if there were none.</param>
/// <param name="Failure">Why it failed; null for an answer.</param>
/// <param name="RetryIn">After a failure, how long until the next try; null if there will be none.</param>
public sealed record FollowProgress(
    string Name, string Feed, DateTimeOffset Time, bool CaughtUp, int Events, int Duplicates, EventTime? LastEventTime, Exception? Failure, TimeSpan? RetryIn);
