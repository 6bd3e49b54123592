namespace OnePassword.Events.Pipeline.Quota;

/// <summary>What each of the readings side by side of one client can use of the account's quota.</summary>
internal sealed class QuotaShare(EventsRateLimiterOptions quota)
{
    // The API's own: where there is none, asking even faster would gain nothing, and what cannot be used yet would fill the memory.
    private const double Most = EventsRateLimiterOptions.DefaultPerMinute / 60.0;

    private int _readings;

    /// <summary>Requests a second, on average.</summary>
    public double PerSecond => Math.Min(Most, Math.Min(quota.PerMinute / 60.0, quota.PerHour / 3_600.0)) / Math.Max(1, Volatile.Read(ref _readings));

    public void Join() => Interlocked.Increment(ref _readings);

    public void Leave() => Interlocked.Decrement(ref _readings);
}
