namespace OnePassword.Events;

/// <summary>
/// Cuts a range of time into windows of a few pages each, by how dense the events before them were. The first window is the whole
/// range: it costs one request to know whether it is worth a cut, and where the events are.
/// </summary>
internal sealed class WindowPlan<TPage>
    where TPage : IPage
{
    // A window that holds a little more than whole pages costs a page more, one that holds a little less costs next to nothing.
    private const double Filling = 0.98;

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);

    private readonly LinkedList<TimeWindow<TPage>> _windows = new();
    private readonly ReadOptions _options;
    private readonly Pace _pace;
    private readonly int _pageSize;

    public WindowPlan(EventQuery query, ReadOptions options, Pace pace)
    {
        (_options, _pace, _pageSize) = (options, pace, query.PageSize!.Value);
        _windows.AddFirst(new TimeWindow<TPage>(options.After?.CompleteUntil ?? query.Start!.Value, query.End!.Value));
    }

    /// <summary>The window whose pages are handed out next; null when all have been.</summary>
    public TimeWindow<TPage>? First => _windows.First?.Value;

    public bool IsLast(TimeWindow<TPage> window) => _windows.Last!.Value == window;

    public void RemoveFirst() => _windows.RemoveFirst();

    /// <summary>The earliest window that has something to ask; null for none.</summary>
    public TimeWindow<TPage>? Next()
    {
        for (var node = _windows.First; node is not null; node = node.Next)
        {
            if (node.Value is { IsUnderWay: false, IsComplete: false })
                return node.Value.HasBegun ? node.Value : Begin(node);
        }
        return null;
    }

    /// <summary>A window is complete: what comes after it will be like it.</summary>
    public void Learn(TimeWindow<TPage> window)
    {
        // Nothing in it: what is left is asked for as a whole, which finds the next events at once, or the end.
        var density = window.Events == 0 ? (double?)null : (double)window.Events / Math.Max(1, (window.End - window.Start).Ticks);
        Teach(_windows.Find(window), density, window.Start);
    }

    /// <summary>
    /// Cuts a window that has far more events than it was made for, after those of its latest page. What it has is asked for again,
    /// because a cursor goes to the end of its window, and what arrived late may stand anywhere on the way.
    /// </summary>
    public bool TryCut(TimeWindow<TPage> window, PageSpan span)
    {
        var (cut, end) = (WholeMillisecond(span.Last), window.End);
        var rest = span.Density * (end - span.Last).Ticks / _pageSize;
        if (rest <= 2 * PagesOfWindow(rest) + 1 || cut - window.Start < Shortest || cut >= end)
            return false;

        window.BeginAgain(cut);
        var node = _windows.AddAfter(_windows.Find(window)!, new TimeWindow<TPage>(cut, end));
        Teach(node.Previous, span.Density, cut);
        Teach(node, span.Density, cut);
        return true;
    }

    private static void Teach(LinkedListNode<TimeWindow<TPage>>? before, double? density, DateTimeOffset learntFrom)
    {
        for (var node = before?.Next; node is not null; node = node.Next)
        {
            if (node.Value.HasBegun)
                continue;
            if (learntFrom >= node.Value.LearntFrom)
                (node.Value.Density, node.Value.LearntFrom) = (density, learntFrom);
            return;
        }
    }

    private TimeWindow<TPage> Begin(LinkedListNode<TimeWindow<TPage>> stretch)
    {
        var rest = stretch.Value;
        if (CutOff(rest) is not { } window)
        {
            rest.HasBegun = true;
            return rest;
        }
        rest.Start = window.End;
        _windows.AddBefore(stretch, window);
        return window;
    }

    private TimeWindow<TPage>? CutOff(TimeWindow<TPage> stretch)
    {
        if (stretch.Density is not { } density)
            return null;
        var all = (stretch.End - stretch.Start).Ticks;
        var length = Filling * PagesOfWindow(density * all / _pageSize) * _pageSize / density;
        if (length >= all || all <= Shortest.Ticks)
            return null;
        var end = WholeMillisecond(stretch.Start.AddTicks(Math.Max((long)length, Shortest.Ticks)));
        return end < stretch.End && end > stretch.Start ? new TimeWindow<TPage>(stretch.Start, end) { HasBegun = true } : null;
    }

    // Few long windows waste least, because each ends with a page that is not full; but all that are at work have to find room.
    private int PagesOfWindow(double left)
    {
        var most = Math.Max(1, Math.Min(_options.PagesAhead / _pace.Likely, _options.PagesAhead / 8));
        return (int)Math.Clamp(left / _pace.Likely, 1, most);
    }

    private static DateTimeOffset WholeMillisecond(DateTimeOffset time) => time.AddTicks(-(time.UtcTicks % TimeSpan.TicksPerMillisecond));
}
