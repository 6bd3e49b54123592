namespace OnePassword.Events.Testing.Storage;

/// <summary>The system clock, except that waits before a retry are short. Time limits above 20 seconds are not.</summary>
/// <param name="keepsTimeLimits">Whether shorter time limits are not shortened either.</param>
internal sealed class HastyClock(bool keepsTimeLimits = false) : TimeProvider
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var isKept = dueTime > LongestWait || (keepsTimeLimits && state is CancellationTokenSource);
        return base.CreateTimer(callback, state, isKept ? dueTime : dueTime / 200, period);
    }
}
