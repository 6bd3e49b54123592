using OnePassword.Events.Pipeline.Quota;
using OnePassword.Events.Reading;

namespace OnePassword.Events.Backfill;

/// <summary>
/// Selects the requests of a parallel read, and emits its pages in the order of time. It is synchronous and has no clock,
/// so the same arrivals always lead to the same decisions.
/// </summary>
internal sealed class ReadScheduler<TPage, TEvent>
    where TPage : class, IPage
{
    private readonly PageFormat<TPage, TEvent> _format;
    private readonly int _maxBufferedPages;
    private readonly ConcurrencyController _concurrency;
    private readonly WindowPlanner<TPage> _planner;
    private readonly BoundaryDeduplicator<TPage, TEvent> _boundaries;
    private int _inFlight;
    private int _pagesInUse; // Emitted pages that the consumer still uses.
    private int _pages; // Pages in flight, buffered and with the consumer.
    private bool _hasEventsInWindow; // Whether events of the first window were emitted.

    public ReadScheduler(PageFormat<TPage, TEvent> format, EventQuery query, ReadOptions options, QuotaShare share)
    {
        (_format, _maxBufferedPages) = (format, options.MaxBufferedPages);
        _concurrency = new ConcurrencyController(options.Parallelism, share);
        var start = options.ResumeFrom ?? new ReadPosition(query.Start!.Value, []);
        _planner = new WindowPlanner<TPage>(query, start, options, _concurrency);
        _boundaries = new BoundaryDeduplicator<TPage, TEvent>(format, start);
    }

    /// <summary>Whether all pages have been emitted.</summary>
    public bool IsComplete => _planner.First is null;

    public bool IsStopping { get; private set; }

    /// <summary>Whether all pages that were read have been emitted after <see cref="Stop"/>.</summary>
    public bool IsStopped => IsStopping && _inFlight == 0 && !_planner.HasReadAhead;

    /// <summary>Returns a window whose next request is to be sent; null to wait for an arrival or for the consumer.</summary>
    public TimeWindow<TPage>? NextRequest()
    {
        // Beyond the page limit of the planner, only the first window continues, and only while the consumer waits for its pages.
        // So a buffer that is full of later windows never stops the first one.
        var hasRoom = _pages < _planner.Room;
        if (_inFlight >= _concurrency.Target || !(hasRoom || (_pages < _maxBufferedPages && _pagesInUse < 2)))
            return null;
        if (_planner.Next(firstOnly: !hasRoom, IsStopping) is not { } window)
            return null;
        window.IsInFlight = true;
        _inFlight++;
        _pages++;
        return window;
    }

    /// <param name="window">The window that the page belongs to.</param>
    /// <param name="page">The page; the window's cursor has moved past it.</param>
    /// <param name="latency">The duration of the response, without the wait for the quota.</param>
    public void PageArrived(TimeWindow<TPage> window, TPage page, TimeSpan latency)
    {
        _inFlight--;
        _concurrency.RecordLatency(latency);
        window.Add(page);
        if (window.IsComplete)
            _planner.RecordComplete(window);
        else if (!IsStopping && CanRestart(window) && PageDensity.Of(_format, page) is { } density)
            SplitIfDense(window, density);
    }

    /// <summary>The consumer no longer uses a page.</summary>
    public void PageConsumed()
    {
        _pages--;
        _pagesInUse--;
    }

    /// <summary>Returns the next page for the consumer; null to wait for an arrival.</summary>
    public TPage? Emit()
    {
        while (_planner.First is { } window && !IsHeld(window))
        {
            if (window.Take() is { } page)
            {
                if (Finish(window, page) is { } emitted)
                    return emitted;
            }
            else if (window.IsComplete)
                _planner.RemoveFirst();
            else
                return null;
        }
        return null;
    }

    /// <summary>
    /// From now on, only windows that read pages of later ones wait for are read. None restarts, so <see cref="Emit"/> returns
    /// the pages that were held for that.
    /// </summary>
    public void Stop() => IsStopping = true;

    private void SplitIfDense(TimeWindow<TPage> window, PageDensity density)
    {
        window.ExtendTo(density.Last);
        var buffered = window.BufferedPages;
        if (_planner.TrySplit(window, density))
            _pages -= buffered;
    }

    private bool CanRestart(TimeWindow<TPage> window)
    {
        var maxHeld = Math.Clamp(_maxBufferedPages / 2, 2, BackfillConstants.MaxHeldPages);
        return !window.IsComplete && !window.HasEmitted && window.PagesRead < maxHeld;
    }

    // Pages of a window that may still restart wait in the buffer, as long as it has room and a split can be worthwhile.
    private bool IsHeld(TimeWindow<TPage> window)
    {
        if (IsStopping || !CanRestart(window))
            return false;
        var isFirstPage = window.PagesRead < 2;
        var hasRoom = _pages < _planner.Room - 1 || (isFirstPage && _pages < _maxBufferedPages);
        return hasRoom && (_concurrency.Required > 1 || (isFirstPage && !window.HasDensity && _planner.IsLast(window)));
    }

    // Returns null for a page without any news for the consumer.
    private TPage? Finish(TimeWindow<TPage> window, TPage page)
    {
        var isLast = !page.HasMore && _planner.IsLast(window);
        var events = _boundaries.WithoutDuplicates(_format.EventsOf(page), window.End);
        var position = page.HasMore ? _boundaries.Within(window.End, page.Cursor) : _boundaries.CloseWindow(window.End);
        var hasContent = events.Count > 0 || _format.AdditionalPropertiesOf(page).Count > 0;
        var hasNews = hasContent || (!page.HasMore && _hasEventsInWindow);
        _hasEventsInWindow = page.HasMore && (hasNews || _hasEventsInWindow);
        if (!hasNews && !isLast)
        {
            _pages--;
            TimeWindow<TPage>.Discard(page);
            return null;
        }
        _pagesInUse++;
        return _format.With(page, events, hasMore: !isLast, position);
    }
}
