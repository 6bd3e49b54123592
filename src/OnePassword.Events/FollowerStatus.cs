namespace OnePassword.Events;

/// <summary>A snapshot of one follower, made by <see cref="FollowerMonitor"/>. Counts start at 0 with the monitor.</summary>
public sealed record FollowerStatus
{
    /// <summary>Gets the follower's name, which is also the name of its checkpoint.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the feed, one of <see cref="FeedNames"/>.</summary>
    public required string Feed { get; init; }

    /// <summary>Gets the name of the account; empty for none.</summary>
    public string AccountName { get; init; } = "";

    /// <summary>Gets the time at which the monitor was created.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Gets a value indicating whether the last response said that there are no more events for now.</summary>
    public bool CaughtUp { get; init; }

    /// <summary>
    /// Gets the time of the newest event so far, including those before the checkpoint; null if there was none.
    /// </summary>
    public EventTime? LastEventTime { get; init; }

    /// <summary>Gets the time of the last response that brought an event; null if there was none since the start.</summary>
    public DateTimeOffset? LastArrival { get; init; }

    /// <summary>Gets the time of the last response whose page was handled; null if there was none since the start.</summary>
    public DateTimeOffset? LastResponse { get; init; }

    /// <summary>Gets the number of delivered events.</summary>
    public long Events { get; init; }

    /// <summary>Gets the number of delivered pages with at least one event.</summary>
    public long Pages { get; init; }

    /// <summary>Gets the number of duplicates that were dropped.</summary>
    public long Duplicates { get; init; }

    /// <summary>Gets the number of failures that were followed by a retry.</summary>
    public long Failures { get; init; }

    /// <summary>Gets the failure that the follower has not recovered from yet; null if the last attempt succeeded.</summary>
    public Exception? Failure { get; init; }

    /// <summary>
    /// Gets the delay before the next attempt after <see cref="Failure"/>; null if there is no failure or no further attempt.
    /// </summary>
    public TimeSpan? RetryIn { get; init; }

    /// <summary>Gets how often the handler has failed on the current page; 0 if it did not fail.</summary>
    public int FailedDeliveries { get; init; }

    /// <summary>
    /// Gets a value indicating whether the follower has stopped: with <see cref="Failure"/>, or successfully if that is null.
    /// </summary>
    public bool HasEnded { get; init; }

    /// <summary>Returns the lag of the follower: the age of the newest event.</summary>
    /// <param name="now">The current time.</param>
    /// <returns>Zero if the follower has caught up; null if no event is known.</returns>
    public TimeSpan? Lag(DateTimeOffset now) =>
        CaughtUp ? TimeSpan.Zero : LastEventTime is { } last ? Positive(now - last.Value) : null;

    /// <summary>
    /// Returns the time since an event arrived last. If none has arrived since the start, the time since the newest event before
    /// the checkpoint counts, or else the time since the start.
    /// </summary>
    /// <param name="now">The current time.</param>
    public TimeSpan Silence(DateTimeOffset now) => Positive(now - (LastArrival ?? LastEventTime?.Value ?? StartedAt));

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;
}
