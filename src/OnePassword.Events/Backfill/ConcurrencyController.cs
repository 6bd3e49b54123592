using OnePassword.Events.Pipeline.Quota;

namespace OnePassword.Events.Backfill;

/// <summary>
/// How many requests of a reading to have under way: as many as it takes to use up the reading's share of the quota, however long an
/// answer takes. More would only make windows shorter, and each window may end with a page that is hardly filled.
/// </summary>
internal sealed class ConcurrencyController(int most, QuotaShare quota)
{
    // The quota comes in bursts: the pace of one minute's requests is that at which those of the next are let through, so that the time
    // which the slowest burst takes is lost once. With so many times what is needed on average, it takes a quarter of a minute.
    private const double MostReserve = 5;

    // Where windows are filled badly, it costs more to have shorter ones than a slow burst does.
    private const double LeastReserve = 1.25;

    private const double BadFilling = 0.8;

    private const double GoodFilling = 0.95;

    private const int Least = 2;

    private double _latency; // In seconds, lately.
    private double _filling = 1; // How much of the pages of windows was filled, lately.

    /// <summary>How many requests at once use the quota up on average.</summary>
    public double Need => Math.Max(Least, _latency * quota.PerSecond);

    /// <summary>How many to have under way.</summary>
    public int Target => (int)Math.Clamp(Math.Ceiling(Reserve * _latency * quota.PerSecond), Math.Min(Least, most), most);

    private double Reserve =>
        LeastReserve + ((MostReserve - LeastReserve) * Math.Clamp((_filling - BadFilling) / (GoodFilling - BadFilling), 0, 1));

    /// <summary>
    /// An answer came after so long, without what its request waited for the quota. One that came late says little: it may be this
    /// process or its disk that stood still, and more requests would only fill its memory.
    /// </summary>
    public void NoteLatency(TimeSpan latency)
    {
        var seconds = latency.TotalSeconds;
        _latency = _latency == 0 ? seconds : _latency + (seconds < _latency ? 0.3 * (seconds - _latency) : 0.1 * Math.Min(seconds - _latency, _latency));
    }

    /// <summary>A window is complete, and so much of all its pages was filled, 0 to 1.</summary>
    public void NoteFilling(double filling) => _filling = (0.9 * _filling) + (0.1 * filling);
}
