namespace OnePassword.Events.Testing.Storage;

/// <summary>The system clock, except that waits before a retry are short. Time limits are not.</summary>
internal sealed class HastyClock : TimeProvider
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime <= LongestWait ? dueTime / 200 : dueTime, period);
}
