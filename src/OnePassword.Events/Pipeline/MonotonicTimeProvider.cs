namespace OnePassword.Events.Pipeline;

/// <summary>
/// A clock that goes on and never jumps, whatever is done to the system's: its time is what has passed since it was made. Polly
/// measures by the time of day, and a clock that was set back an hour would leave a feed alone for an hour.
/// </summary>
internal sealed class MonotonicTimeProvider(TimeProvider clock) : TimeProvider
{
    private readonly DateTimeOffset _began = clock.GetUtcNow();
    private readonly long _beganAt = clock.GetTimestamp();

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _began + clock.GetElapsedTime(_beganAt);

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);
}
