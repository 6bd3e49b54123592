namespace OnePassword.Events.Backfill;

/// <summary>
/// All constants of the parallel reader. The README of this folder explains the model and how they were measured.
/// </summary>
internal static class BackfillConstants
{
    // Windows of time.

    /// <summary>
    /// The planned filling of the pages of a window, 0 to 1. A few events too many cost a whole request; too few cost little.
    /// </summary>
    public const double PlannedFill = 0.98;

    /// <summary>Events assumed in an empty window, so that the next estimate is not zero.</summary>
    public const double MinEventsPerWindow = 1;

    /// <summary>
    /// Longest window, in pages per parallel request. Longer ones save little, and later windows would fill the buffer.
    /// </summary>
    public const int MaxPagesPerRequest = 4;

    /// <summary>Divisor of the window length near the end of the range, so that all requests share the rest.</summary>
    public const int ShortestPart = 4;

    /// <summary>Shortest window.</summary>
    public static readonly TimeSpan MinWindow = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Longer windows end at a whole second, since a server may compare no finer. Shorter ones end at a millisecond.
    /// </summary>
    public static readonly TimeSpan WholeSecondsAbove = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Overlap of a window with the previous one, because the API does not document whether an end is inclusive.
    /// </summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromMilliseconds(1);

    /// <summary>Time before the end of a window in which its events are remembered: a server may compare whole seconds.</summary>
    public static readonly TimeSpan BoundaryMemory = TimeSpan.FromSeconds(1);

    // Splitting a window that contains more events than planned.

    /// <summary>
    /// Gain that makes a split worthwhile, in multiples of the page buffer. A wrong estimate costs pages that are read twice.
    /// </summary>
    public const double MinSplitGain = 1.5;

    /// <summary>Remaining pages above which the last window is split. Nothing follows that could be read meanwhile.</summary>
    public const int MaxRestOfLastWindow = 4;

    /// <summary>Most pages of a window that are held because it may still be split; half of the buffer if that is less.</summary>
    public const int MaxHeldPages = 32;

    /// <summary>Events that a page needs for an estimate of the density.</summary>
    public const int MinEventsForDensity = 8;

    /// <summary>
    /// Most by which the later half of a page may exceed the density of the whole page: a burst at its end may be over.
    /// </summary>
    public const double MaxBurst = 2;

    // Stopping.

    /// <summary>Longest time that a stopped read takes to return what it has read ahead.</summary>
    public static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(2);

    // Requests in parallel.

    /// <summary>Fewest parallel requests.</summary>
    public const int MinConcurrency = 2;

    /// <summary>
    /// Parallel requests with well-filled windows, in multiples of <see cref="ConcurrencyController.Required"/>: the quota comes
    /// in bursts.
    /// </summary>
    public const double MaxReserve = 5;

    /// <summary>The same with badly filled windows. Fewer requests make longer windows, which are filled better.</summary>
    public const double MinReserve = 1.25;

    /// <summary>Filling of windows, 0 to 1, up to which <see cref="MinReserve"/> applies.</summary>
    public const double BadFill = 0.8;

    /// <summary>Filling of windows, 0 to 1, from which <see cref="MaxReserve"/> applies.</summary>
    public const double GoodFill = 0.95;

    /// <summary>Weight of the latest response in the average latency, 0 to 1.</summary>
    public const double LatencyWeight = 0.2;

    /// <summary>Highest latency that counts, in multiples of the average: this process may have been suspended.</summary>
    public const double MaxLatencyJump = 2;

    /// <summary>Weight of the latest window in the average filling, 0 to 1.</summary>
    public const double FillWeight = 0.1;
}
