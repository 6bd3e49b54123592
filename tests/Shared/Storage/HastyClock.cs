namespace OnePassword.Events.Testing.Storage;

/// <summary>The system clock, except that waits before a retry are short. Time limits are not.</summary>
/// <param name="longest">The longest wait that is short; null for 20 seconds.</param>
internal sealed class HastyClock(TimeSpan? longest = null) : TimeProvider
{
    private readonly TimeSpan _longest = longest ?? TimeSpan.FromSeconds(20);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime <= _longest ? dueTime / 200 : dueTime, period);
}
