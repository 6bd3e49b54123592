namespace OnePassword.Events.Resilience;

/// <summary>One call with its attempts: how many there were, what time is left, what comes next.</summary>
internal sealed class CallState(string feed, TimeProvider clock, TimeSpan total)
{
    private readonly long _started = clock.GetTimestamp();
    private TimeSpan _waitedForQuota;

    public string Feed { get; } = feed;

    public int Attempts { get; set; }

    /// <summary>The token of the latest attempt.</summary>
    public EventsToken? Token { get; set; }

    /// <summary>What the account shares, as of the latest attempt.</summary>
    public AccountLimits? Account { get; set; }

    /// <summary>The breaker of the feed, as of the latest attempt.</summary>
    public FeedBreaker? Breaker { get; set; }

    /// <summary>What its attempts have waited for the account's quota.</summary>
    public TimeSpan QuotaWait => _waitedForQuota;

    /// <summary>The wait before the next attempt, once it is decided that there is one.</summary>
    public TimeSpan NextDelay { get; set; }

    /// <summary>The time that is left for attempts and the waits between them. Waiting for the quota does not count.</summary>
    public TimeSpan Left => total - (clock.GetElapsedTime(_started) - _waitedForQuota);

    public void WaitedForQuota(TimeSpan wait) => _waitedForQuota += wait;
}
