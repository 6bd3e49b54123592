using OnePassword.Events.Reading;

namespace OnePassword.Events.Backfill;

/// <summary>
/// A part of the time range. Before its first request, it is an unplanned range from which the planner cuts windows.
/// Afterwards, each page continues from the cursor of the previous one.
/// </summary>
internal sealed class TimeWindow<TPage>(DateTimeOffset start, DateTimeOffset end)
    where TPage : class, IPage
{
    private readonly Queue<TPage> _pages = new();
    private DateTimeOffset _densityMeasuredAt = DateTimeOffset.MinValue;

    public DateTimeOffset Start { get; set; } = start;

    public DateTimeOffset End { get; private set; } = end;

    /// <summary>Expected events per tick; null before there is an estimate.</summary>
    public double? Density { get; private set; }

    /// <summary>Null before the first request.</summary>
    public PageCursor? Cursor { get; private set; }

    /// <summary>Whether an earlier read returned its first pages.</summary>
    public bool IsContinued { get; private init; }

    public bool IsInFlight { get; set; }

    public bool IsComplete { get; private set; }

    /// <summary>Whether a page has been emitted. From then on the window cannot restart.</summary>
    public bool HasEmitted { get; private set; }

    /// <summary>The number of pages that arrived, including those before a restart.</summary>
    public int PagesRead { get; private set; }

    /// <summary>The number of events in the pages since the latest restart.</summary>
    public long Events { get; private set; }

    /// <summary>The latest time of all events that arrived.</summary>
    public DateTimeOffset LatestEvent { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Whether a page showed the density of the window.</summary>
    public bool HasDensity => LatestEvent > DateTimeOffset.MinValue;

    /// <summary>The number of pages that wait to be emitted.</summary>
    public int BufferedPages => _pages.Count;

    /// <summary>Creates the window that an earlier read did not complete.</summary>
    public static TimeWindow<TPage> Continue(DateTimeOffset start, ReadWindow window) => new(start, window.End)
    {
        Cursor = new PageCursor(PageRequest.After(window.Cursor)),
        IsContinued = true,
        HasEmitted = true,
    };

    /// <summary>Sets the expected density. The measurement nearest before the window counts.</summary>
    public void Estimate(double density, DateTimeOffset measuredAt)
    {
        if (measuredAt >= _densityMeasuredAt)
            (Density, _densityMeasuredAt) = (density, measuredAt);
    }

    /// <summary>Starts the window, or restarts it with an earlier end.</summary>
    public void StartWith(PageRequest request)
    {
        while (_pages.TryDequeue(out var page))
            Discard(page);
        (End, Cursor, Events) = (request.End!.Value, new PageCursor(request), 0);
    }

    public void Add(TPage page)
    {
        _pages.Enqueue(page);
        PagesRead++;
        Events += page.Count;
        (IsInFlight, IsComplete) = (false, !page.HasMore);
    }

    public void ExtendTo(DateTimeOffset time) => LatestEvent = time > LatestEvent ? time : LatestEvent;

    public TPage? Take()
    {
        HasEmitted |= _pages.TryDequeue(out var page);
        return page;
    }

    /// <summary>Returns the memory of a page that is not emitted to the pool.</summary>
    public static void Discard(TPage page) => (page as IDisposable)?.Dispose();
}
