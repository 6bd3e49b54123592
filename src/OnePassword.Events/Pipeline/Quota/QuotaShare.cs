namespace OnePassword.Events.Pipeline.Quota;

/// <summary>The share of the account's quota that each parallel read of a client can use.</summary>
internal sealed class QuotaShare(EventsRateLimiterOptions quota)
{
    // The API's own limit, also if the options allow more: faster requests would only fill the buffer.
    private const double MaxPerSecond = EventsRateLimiterOptions.DefaultPerMinute / 60.0;

    private int _reads;

    /// <summary>The average number of requests per second.</summary>
    public double PerSecond => Math.Min(MaxPerSecond, Math.Min(quota.PerMinute / 60.0, quota.PerHour / 3_600.0))
        / Math.Max(1, Volatile.Read(ref _reads));

    public void Join() => Interlocked.Increment(ref _reads);

    public void Leave() => Interlocked.Decrement(ref _reads);
}
