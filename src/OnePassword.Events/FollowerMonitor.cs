namespace OnePassword.Events;

/// <summary>
/// Keeps the <see cref="FollowerStatus"/> of one follower. Set it as <see cref="FollowOptions.Progress"/>. Thread-safe.
/// </summary>
/// <param name="name">The follower's name.</param>
/// <param name="feed">The feed, one of <see cref="FeedNames"/>.</param>
/// <param name="clock">The clock. Default: the system's.</param>
public sealed class FollowerMonitor(string name, string feed, TimeProvider? clock = null) : IProgress<FollowProgress>
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly Lock _lock = new();
    private FollowerStatus _status = new() { Name = name, Feed = feed, StartedAt = (clock ?? TimeProvider.System).GetUtcNow() };

    /// <summary>Gets or initializes the name of the account, to distinguish several.</summary>
    /// <value>Default: empty.</value>
    public string AccountName
    {
        get => Status.AccountName;
        init => _status = _status with { AccountName = value };
    }

    /// <summary>Gets the status at this time.</summary>
    public FollowerStatus Status
    {
        get
        {
            lock (_lock)
                return _status;
        }
    }

    internal DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>Records the checkpoint that the follower starts from. Call it in <see cref="FollowOptions.OnStart"/>.</summary>
    /// <param name="checkpoint">The checkpoint; null for a new follower.</param>
    public void Start(Checkpoint? checkpoint) => Update(status => status with { LastEventTime = checkpoint?.LastEventTime });

    /// <inheritdoc/>
    public void Report(FollowProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Update(status => value.Failure is { } failure ? Failed(status, failure, value) : Succeeded(status, value));
    }

    /// <summary>Records that the follower has stopped.</summary>
    /// <param name="failure">The reason; null if it finished successfully.</param>
    public void End(Exception? failure = null) =>
        Update(status => status with { HasEnded = true, Failure = failure, RetryIn = null });

    private static FollowerStatus Failed(FollowerStatus status, Exception failure, FollowProgress value) => status with
    {
        Failure = failure,
        RetryIn = value.RetryIn,
        HasEnded = value.RetryIn is null,
        Failures = status.Failures + (value.RetryIn is null ? 0 : 1),
        FailedDeliveries = value.FailedDeliveries,
    };

    private static FollowerStatus Succeeded(FollowerStatus status, FollowProgress value) => status with
    {
        Failure = null,
        RetryIn = null,
        FailedDeliveries = 0,
        CaughtUp = value.CaughtUp,
        LastResponse = value.Time,
        LastArrival = value.Events > 0 ? value.Time : status.LastArrival,
        LastEventTime = value.LastEventTime,
        Events = status.Events + value.Events,
        Pages = status.Pages + (value.Events > 0 ? 1 : 0),
        Duplicates = status.Duplicates + value.Duplicates,
    };

    private void Update(Func<FollowerStatus, FollowerStatus> change)
    {
        lock (_lock)
            _status = change(_status);
    }
}
