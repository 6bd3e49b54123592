namespace OnePassword.Events.Emulator.Http;

/// <summary>A clock that is a fixed interval ahead of or behind another clock.</summary>
internal sealed class ShiftedTimeProvider(TimeProvider inner, TimeSpan shift) : TimeProvider
{
    public override long TimestampFrequency => inner.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + shift;

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);
}
