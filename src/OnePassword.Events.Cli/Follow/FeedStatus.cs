namespace OnePassword.Events.Cli.Follow;

/// <summary>The status of one followed feed. Its follower writes it; health, metrics and the summary read it at any time.</summary>
internal sealed class FeedStatus(string? account, string feed, string name, TimeProvider clock) : IProgress<FollowProgress>
{
    private readonly Lock _lock = new();
    private Snapshot _now = new(account, feed, name, clock.GetUtcNow());

    public Snapshot Now
    {
        get
        {
            lock (_lock)
                return _now;
        }
    }

    public void Start(Checkpoint? checkpoint) => Set(now => now with { LastEventTime = checkpoint?.LastEventTime });

    /// <param name="failure">Why the feed stopped; null if it is complete.</param>
    public void End(string? failure) => Set(now => now with { HasEnded = true, Failure = failure });

    public void SetSilent(bool isSilent) => Set(now => now with { IsSilent = isSilent });

    public void Report(FollowProgress value) => Set(now => value.Failure is { } failure
        ? now with { Failure = failure.Message, Failures = now.Failures + 1 }
        : now with
        {
            Failure = null,
            CaughtUp = value.CaughtUp,
            LastResponse = value.Time,
            LastArrival = value.Events > 0 ? value.Time : now.LastArrival,
            LastEventTime = value.LastEventTime,
            Events = now.Events + value.Events,
            Pages = now.Pages + (value.Events > 0 ? 1 : 0),
            Duplicates = now.Duplicates + value.Duplicates,
        });

    private void Set(Func<Snapshot, Snapshot> change)
    {
        lock (_lock)
            _now = change(_now);
    }

    /// <summary>The status at one time. Counts are of this run.</summary>
    internal sealed record Snapshot(string? Account, string Feed, string Name, DateTimeOffset Started)
    {
        public long Events { get; init; }

        public long Pages { get; init; }

        public long Duplicates { get; init; }

        public long Failures { get; init; }

        public bool CaughtUp { get; init; }

        public bool IsSilent { get; init; }

        public bool HasEnded { get; init; }

        public string? Failure { get; init; }

        public EventTime? LastEventTime { get; init; }

        public DateTimeOffset? LastResponse { get; init; }

        public DateTimeOffset? LastArrival { get; init; }

        /// <summary>Returns the age of the newest event; zero for a feed that has caught up.</summary>
        public TimeSpan? Lag(DateTimeOffset at) => CaughtUp ? TimeSpan.Zero : LastEventTime is { } last ? Positive(at - last.Value) : null;

        /// <summary>Returns the time since the last arrival.</summary>
        public TimeSpan Silence(DateTimeOffset at) => Positive(at - (LastArrival ?? LastEventTime?.Value ?? Started));

        private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;
    }
}
