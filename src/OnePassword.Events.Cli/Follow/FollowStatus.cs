namespace OnePassword.Events.Cli.Follow;

/// <summary>How one feed stands: written by its follower, read by health, metrics and the summary at any time.</summary>
internal sealed class FollowStatus(string? account, string feed, string name, TimeProvider clock) : IProgress<FollowProgress>
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

    /// <summary>It goes on after a checkpoint.</summary>
    public void Begin(Checkpoint? checkpoint) => Set(now => now with { LastEventTime = checkpoint?.LastEventTime });

    /// <summary>It has ended, by a failure or, if that is null, because it is done.</summary>
    public void End(string? failure) => Set(now => now with { Ended = true, Failure = failure });

    public void Silent(bool silent) => Set(now => now with { Silent = silent });

    public void Report(FollowProgress value) => Set(now => value.Failure is { } failure
        ? now with { Failure = failure.Message, Failures = now.Failures + 1 }
        : now with
        {
            Failure = null,
            CaughtUp = value.CaughtUp,
            AnsweredAt = value.Time,
            ArrivedAt = value.Events > 0 ? value.Time : now.ArrivedAt,
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

    /// <summary>What was known at one moment. Counts are of this run.</summary>
    internal sealed record Snapshot(string? Account, string Feed, string Name, DateTimeOffset Began)
    {
        public long Events { get; init; }

        public long Pages { get; init; }

        public long Duplicates { get; init; }

        public long Failures { get; init; }

        public bool CaughtUp { get; init; }

        public bool Silent { get; init; }

        public bool Ended { get; init; }

        public string? Failure { get; init; }

        public EventTime? LastEventTime { get; init; }

        public DateTimeOffset? AnsweredAt { get; init; }

        public DateTimeOffset? ArrivedAt { get; init; }

        /// <summary>How old the newest event is; zero for one that has caught up.</summary>
        public TimeSpan? Lag(DateTimeOffset at) => CaughtUp ? TimeSpan.Zero : LastEventTime is { } last ? Positive(at - last.Value) : null;

        /// <summary>For how long nothing has come.</summary>
        public TimeSpan Silence(DateTimeOffset at) => Positive(at - (ArrivedAt ?? LastEventTime?.Value ?? Began));

        private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;
    }
}
