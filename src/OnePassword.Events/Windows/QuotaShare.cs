namespace OnePassword.Events;

/// <summary>What each of the readings side by side of one client can use of the account's quota.</summary>
internal sealed class QuotaShare(EventsQuotaOptions quota)
{
    private int _readings;

    public double PerSecond => Math.Min(quota.PerMinute / 60.0, quota.PerHour / 3_600.0) / Math.Max(1, Volatile.Read(ref _readings));

    public void Join() => Interlocked.Increment(ref _readings);

    public void Leave() => Interlocked.Decrement(ref _readings);
}
