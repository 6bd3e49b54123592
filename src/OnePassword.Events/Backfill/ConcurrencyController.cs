using OnePassword.Events.Pipeline.Quota;

namespace OnePassword.Events.Backfill;

/// <summary>
/// How many requests a reading has in flight: as many as use its share of the quota at the present latency. More would only
/// shorten the windows, and each window may end with a page that is hardly filled.
/// </summary>
/// <param name="max">The most requests in flight.</param>
/// <param name="quota">The reading's share of the quota.</param>
internal sealed class ConcurrencyController(int max, QuotaShare quota)
{
    private double _latency; // Average, in seconds.
    private double _fill = 1; // Average, 0 to 1.

    /// <summary>How many requests in flight use the quota on average; may be less than 1.</summary>
    public double Required => _latency * quota.PerSecond;

    /// <summary>How many requests to have in flight.</summary>
    public int Target => (int)Math.Clamp(Math.Ceiling(Reserve * Required), Math.Min(BackfillConstants.MinConcurrency, max), max);

    private double Reserve
    {
        get
        {
            var quality = (_fill - BackfillConstants.BadFill) / (BackfillConstants.GoodFill - BackfillConstants.BadFill);
            return double.Lerp(BackfillConstants.MinReserve, BackfillConstants.MaxReserve, Math.Clamp(quality, 0, 1));
        }
    }

    /// <param name="latency">How long a response took, without the wait for the quota.</param>
    public void RecordLatency(TimeSpan latency)
    {
        var seconds = latency.TotalSeconds;
        var counted = Math.Min(seconds, BackfillConstants.MaxLatencyJump * _latency);
        _latency = _latency == 0 ? seconds : double.Lerp(_latency, counted, BackfillConstants.LatencyWeight);
    }

    /// <param name="fill">How much of the pages of a complete window was filled, 0 to 1.</param>
    public void RecordFill(double fill) => _fill = double.Lerp(_fill, fill, BackfillConstants.FillWeight);
}
