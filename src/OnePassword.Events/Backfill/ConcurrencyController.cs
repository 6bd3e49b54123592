using OnePassword.Events.Pipeline.Quota;

namespace OnePassword.Events.Backfill;

/// <summary>
/// Limits the concurrent requests of a read to those that use its share of the quota at the current latency. More requests would
/// only shorten the windows, and each window may end with a page that is hardly filled.
/// </summary>
/// <param name="max">The maximum number of requests in flight.</param>
/// <param name="quota">The read's share of the quota.</param>
internal sealed class ConcurrencyController(int max, QuotaShare quota)
{
    private double _latency; // Average, in seconds.
    private double _fill = 1; // Average, 0 to 1.

    /// <summary>The average number of requests in flight that uses the quota; may be less than 1.</summary>
    public double Required => _latency * quota.PerSecond;

    /// <summary>The number of requests to have in flight: <see cref="Required"/> with a reserve, within the limits.</summary>
    public int Target => (int)Math.Clamp(Math.Ceiling(Reserve * Required), Math.Min(BackfillConstants.MinConcurrency, max), max);

    /// <summary>Whether the latency is so low that the fewest parallel requests use the quota, with the full reserve.</summary>
    public bool IsLatencyLow => BackfillConstants.MaxReserve * Required <= BackfillConstants.MinConcurrency;

    private double Reserve
    {
        get
        {
            var quality = (_fill - BackfillConstants.BadFill) / (BackfillConstants.GoodFill - BackfillConstants.BadFill);
            return double.Lerp(BackfillConstants.MinReserve, BackfillConstants.MaxReserve, Math.Clamp(quality, 0, 1));
        }
    }

    /// <param name="latency">The duration of a response, without the wait for the quota.</param>
    public void RecordLatency(TimeSpan latency)
    {
        var seconds = latency.TotalSeconds;
        var counted = Math.Min(seconds, BackfillConstants.MaxLatencyJump * _latency);
        _latency = _latency == 0 ? seconds : double.Lerp(_latency, counted, BackfillConstants.LatencyWeight);
    }

    /// <param name="fill">The filling of the pages of a complete window, 0 to 1.</param>
    public void RecordFill(double fill) => _fill = double.Lerp(_fill, fill, BackfillConstants.FillWeight);
}
