namespace OnePassword.Events.Cli.Follow.Status;

/// <summary>When a feed is silent, and what that means.</summary>
/// <param name="Limit">How long a feed can be without new events; null for no limit.</param>
/// <param name="FailsHealth">Whether a silent feed makes the status unhealthy.</param>
internal readonly record struct SilenceRule(TimeSpan? Limit, bool FailsHealth)
{
    /// <summary>The longest interval of the checks.</summary>
    public static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(1);

    /// <summary>Gets the interval of the checks; infinite without a limit.</summary>
    public TimeSpan Interval => Limit is not { } limit ? Timeout.InfiniteTimeSpan
        : limit / 10 < LongestInterval ? limit / 10
        : LongestInterval;
}
