namespace OnePassword.Events.Pipeline.Quota;

/// <summary>Divides the account's quota equally among the parallel reads of a client.</summary>
internal sealed class QuotaShare(EventsRateLimiterOptions quota)
{
    // The API's limit, even if the options allow more: faster requests would only fill the buffer.
    private const double MaxPerSecond = EventsRateLimiterOptions.DefaultPerMinute / 60.0;

    private int _reads;

    /// <summary>The quota of each parallel read, in requests per second.</summary>
    public double PerSecond => Math.Min(MaxPerSecond, Math.Min(quota.PerMinute / 60.0, quota.PerHour / 3_600.0))
        / Math.Max(1, Volatile.Read(ref _reads));

    public void Join() => Interlocked.Increment(ref _reads);

    public void Leave() => Interlocked.Decrement(ref _reads);
}
