namespace OnePassword.Events;

/// <summary>
/// How many requests of a reading to have under way: as many as it takes to use up the reading's share of the quota, however long an
/// answer takes. More would only make windows shorter, and each window may end with a page that is hardly filled.
/// </summary>
internal sealed class Pace(int most, QuotaShare quota)
{
    // The quota comes in bursts: one minute's requests set the pace at which those of the next are let through, so that the time which
    // the first burst takes is lost once. With so many times what is needed on average, it takes less than half a minute.
    private const double Reserve = 2.2;

    private const int Least = 2;

    private double _latency; // In seconds, lately.

    /// <summary>Whether so little is left that what the quota saved up is enough for it: then it is a matter of haste alone.</summary>
    public bool IsLastSpurt { get; set; }

    /// <summary>How many requests at once use the quota up on average.</summary>
    public double Need => Math.Max(Least, _latency * quota.PerSecond);

    public int Target => IsLastSpurt ? most : (int)Math.Clamp(Math.Ceiling(Reserve * _latency * quota.PerSecond), Math.Min(Least, most), most);

    /// <summary>An answer came after so long, without what its request waited for the quota.</summary>
    public void Note(TimeSpan latency) =>
        _latency = _latency == 0 ? latency.TotalSeconds : (0.8 * _latency) + (0.2 * latency.TotalSeconds);
}
