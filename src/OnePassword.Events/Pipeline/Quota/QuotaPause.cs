namespace OnePassword.Events.Pipeline.Quota;

/// <summary>The pause that the server demands of an account.</summary>
internal sealed class QuotaPause
{
    private long _began;
    private TimeSpan _length;

    public void Begin(TimeSpan length, long now) => (_length, _began) = (length, now);

    /// <summary>Returns the rest of the pause; zero if there is none.</summary>
    public TimeSpan Left(long now, TimeProvider clock)
    {
        var left = _length - clock.GetElapsedTime(_began, now);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
