using OnePassword.Events.Reading;

namespace OnePassword.Events.Backfill;

/// <summary>
/// Divides the time range into windows of a few pages each, by the density of the events before them. The first window is the
/// whole range: its first page shows whether a division is worthwhile, and the density of the events.
/// </summary>
internal sealed class WindowPlanner<TPage>
    where TPage : class, IPage
{
    private readonly LinkedList<TimeWindow<TPage>> _windows = new();
    private readonly EventQuery _query;
    private readonly ReadOptions _options;
    private readonly ConcurrencyController _concurrency;
    private readonly int _pageSize;

    public WindowPlanner(EventQuery query, ReadPosition start, ReadOptions options, ConcurrencyController concurrency)
    {
        (_query, _options, _concurrency, _pageSize) = (query, options, concurrency, query.PageSize!.Value);
        var (rest, end) = (start.CompleteUntil, query.End!.Value);
        if (start.Window is { } window)
        {
            _windows.AddLast(TimeWindow<TPage>.Continue(start.CompleteUntil, window));
            rest = window.End;
        }
        if (rest < end || start.Window is null)
            _windows.AddLast(new TimeWindow<TPage>(rest, end));
    }

    /// <summary>The window whose pages are emitted next; null after the last one.</summary>
    public TimeWindow<TPage>? First => _windows.First?.Value;

    /// <summary>
    /// The number of pages that a parallel read needs: one per request, and all pages of the windows after the first one. At a
    /// low latency, half of them suffice: each window is half read when the one before it ends.
    /// </summary>
    public int Room
    {
        get
        {
            var target = _concurrency.Target;
            var ahead = (target - 1) * BackfillConstants.MaxPagesPerRequest * target;
            return Math.Min(_options.MaxBufferedPages, target + (_concurrency.IsLatencyLow ? ahead / 2 : ahead));
        }
    }

    /// <summary>Whether pages wait because the first window is not complete.</summary>
    public bool HasReadAhead => _windows.Skip(1).Any(window => window.BufferedPages > 0);

    public bool IsLast(TimeWindow<TPage> window) => _windows.Last!.Value == window;

    public void RemoveFirst() => _windows.RemoveFirst();

    /// <summary>Returns the earliest window that needs a request; null if there is none.</summary>
    /// <param name="firstOnly">Whether only the first window may send one.</param>
    /// <param name="awaitedOnly">Whether only windows may send one that read pages of later windows wait for.</param>
    public TimeWindow<TPage>? Next(bool firstOnly, bool awaitedOnly)
    {
        var end = awaitedOnly ? LastRead() ?? _windows.First : null;
        for (var node = _windows.First; node is not null && node != end; node = firstOnly ? null : node.Next)
        {
            if (node.Value is { IsInFlight: false, IsComplete: false } window)
                return window.Cursor is null ? Start(node) : window;
        }
        return null;
    }

    /// <summary>Uses a completed window's density to estimate the next one.</summary>
    public void RecordComplete(TimeWindow<TPage> window)
    {
        if (window.IsContinued)
            return; // Its events before the position are not known.
        var length = Math.Max(1, (window.End - window.Start).Ticks);
        var density = Math.Max(window.Events, BackfillConstants.MinEventsPerWindow) / length;
        EstimateNextAfter(_windows.Find(window)!, density, window.Start);
        _concurrency.RecordFill((double)window.Events / (window.PagesRead * _pageSize));
    }

    /// <summary>
    /// Splits a window that contains far more events than planned, after the latest of those that arrived. It then restarts,
    /// because its cursor leads to the old end, and late events may be anywhere on the way.
    /// </summary>
    public bool TrySplit(TimeWindow<TPage> window, PageDensity density)
    {
        var (cut, end) = (RoundDown(window.LatestEvent, window.Start), window.End);
        var rest = density.PerTick * (end - cut).Ticks / _pageSize;
        if (!IsWorthwhile(window, rest) || cut - window.Start < BackfillConstants.MinWindow || cut >= end)
            return false;

        Start(window, cut);
        var node = _windows.Find(window)!;
        var later = _windows.AddAfter(node, new TimeWindow<TPage>(cut, end));
        EstimateNextAfter(node, density.PerTick, cut);
        EstimateNextAfter(later, density.PerTick, cut);
        return true;
    }

    // Sequential requests take longer for the rest than the quota would, and the other windows wait once the buffer is full.
    private bool IsWorthwhile(TimeWindow<TPage> window, double restPages) => IsLast(window)
        ? restPages > BackfillConstants.MaxRestOfLastWindow
        : restPages * (_concurrency.Required - 1) > BackfillConstants.MinSplitGain * _options.MaxBufferedPages;

    // Null if no window has pages, buffered or in flight.
    private LinkedListNode<TimeWindow<TPage>>? LastRead()
    {
        var node = _windows.Last;
        while (node is { Value: { IsInFlight: false, BufferedPages: 0 } })
            node = node.Previous;
        return node;
    }

    private static void EstimateNextAfter(LinkedListNode<TimeWindow<TPage>> node, double density, DateTimeOffset measuredAt)
    {
        while (node.Next is { } next)
        {
            node = next;
            if (node.Value.Cursor is not null)
                continue;
            node.Value.Estimate(density, measuredAt);
            return;
        }
    }

    private TimeWindow<TPage> Start(LinkedListNode<TimeWindow<TPage>> range)
    {
        var rest = range.Value;
        var window = CutFromFront(rest);
        if (window is null)
            return Start(rest, rest.End);
        rest.Start = window.End;
        _windows.AddBefore(range, window);
        return Start(window, window.End);
    }

    private TimeWindow<TPage> Start(TimeWindow<TPage> window, DateTimeOffset end)
    {
        var first = _query.Start!.Value;
        var start = window.Start - first > BackfillConstants.Overlap ? window.Start - BackfillConstants.Overlap : first;
        window.StartWith(new PageRequest(null, _pageSize, start, end));
        return window;
    }

    // Null if the whole range is one window.
    private TimeWindow<TPage>? CutFromFront(TimeWindow<TPage> range)
    {
        if (range.Density is not { } density)
            return null;
        var all = range.End - range.Start;
        var pages = PagesPerWindow(density * all.Ticks / _pageSize);
        var length = BackfillConstants.PlannedFill * pages * _pageSize / density;
        if (length >= all.Ticks || all <= BackfillConstants.MinWindow)
            return null;
        var end = RoundDown(range.Start.AddTicks(Math.Max((long)length, BackfillConstants.MinWindow.Ticks)), range.Start);
        return end < range.End && end > range.Start ? new TimeWindow<TPage>(range.Start, end) : null;
    }

    // Few long windows waste least, because each ends with a page that is not full. But while the first one is read, all others
    // must find room in the buffer. Near the end, shorter windows keep all requests busy.
    private int PagesPerWindow(double pagesLeft)
    {
        var target = _concurrency.Target;
        var room = (_options.MaxBufferedPages - target) / Math.Max(1, target - 1);
        var most = Math.Clamp(room, 1, BackfillConstants.MaxPagesPerRequest * target);
        return (int)Math.Clamp(pagesLeft / target, Math.Max(1, most / BackfillConstants.ShortestPart), most);
    }

    private static DateTimeOffset RoundDown(DateTimeOffset time, DateTimeOffset start)
    {
        var unit = time - start > BackfillConstants.WholeSecondsAbove ? TimeSpan.TicksPerSecond : TimeSpan.TicksPerMillisecond;
        return time.AddTicks(-(time.UtcTicks % unit));
    }
}
