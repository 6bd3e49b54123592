using OnePassword.Events.Reading;

namespace OnePassword.Events.Backfill;

/// <summary>
/// Cuts a range of time into windows of a few pages each, by how dense the events before them were. The first window is the whole
/// range: it costs one request to know whether it is worth a cut, and where the events are.
/// </summary>
internal sealed class WindowScheduler<TPage>
    where TPage : IPage
{
    // A window that holds a little more than whole pages costs a page more, one that holds a little less costs next to nothing.
    private const double Filling = 0.98;

    // What follows an empty window is thought to be so empty that the next one is a good deal longer.
    private const double FewestEvents = 0.5;

    // How much a page that has to be read again weighs: the estimate of what is left may well be too high.
    private const double WeightOfPageReadAgain = 16;

    // The quota hardly holds back the last so many times of what may be in memory: it has saved up enough for them.
    private const int LastSpurt = 4;

    // So few pages are read one after another all the same.
    private const int FewPages = 4;

    // For each request under way. Longer windows would waste little less, and what the later ones bring would wait in memory meanwhile.
    private const int PagesOfLongest = 4;

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);

    private readonly LinkedList<TimeWindow<TPage>> _windows = new();
    private readonly ReadOptions _options;
    private readonly ConcurrencyController _pace;
    private readonly int _pageSize;

    public WindowScheduler(EventQuery query, ReadOptions options, ConcurrencyController pace)
    {
        (_options, _pace, _pageSize) = (options, pace, query.PageSize!.Value);
        _windows.AddFirst(new TimeWindow<TPage>(options.ResumeFrom?.CompleteUntil ?? query.Start!.Value, query.End!.Value));
    }

    /// <summary>The window whose pages are handed out next; null when all have been.</summary>
    public TimeWindow<TPage>? First => _windows.First?.Value;

    /// <summary>For how many pages there has to be room: one of each request under way, and all that windows bring before it is their turn.</summary>
    public int Room => Math.Min(_options.MaxBufferedPages, _pace.Target + ((_pace.Target - 1) * PagesOfLongest * _pace.Target));

    public bool IsLast(TimeWindow<TPage> window) => _windows.Last!.Value == window;

    public void RemoveFirst() => _windows.RemoveFirst();

    /// <summary>The earliest window that has something to ask, or the first alone; null for none.</summary>
    public TimeWindow<TPage>? Next(bool firstAlone)
    {
        for (var node = _windows.First; node is not null; node = firstAlone ? null : node.Next)
        {
            if (node.Value is { IsUnderWay: false, IsComplete: false })
                return node.Value.HasBegun ? node.Value : Begin(node);
        }
        return null;
    }

    /// <summary>A window is complete: what comes after it will be like it.</summary>
    public void Learn(TimeWindow<TPage> window)
    {
        var density = Math.Max(window.Events, FewestEvents) / Math.Max(1, (window.End - window.Start).Ticks);
        Teach(_windows.Find(window), density, window.Start);
        _pace.NoteFilling((double)window.Events / (window.PagesRead * _pageSize));
    }

    /// <summary>
    /// Cuts a window that has far more events than it was made for, after the latest that came. What it has is asked for again,
    /// because a cursor goes to the end of its window, and what arrived late may stand anywhere on the way.
    /// </summary>
    public bool TryCut(TimeWindow<TPage> window, PageDensity span)
    {
        var (cut, end) = (Whole(window.Latest, window.Start), window.End);
        var rest = span.Density * (end - cut).Ticks / _pageSize;
        if (!IsWorthACut(window, rest) || cut - window.Start < Shortest || cut >= end)
            return false;

        window.BeginAgain(cut);
        var node = _windows.AddAfter(_windows.Find(window)!, new TimeWindow<TPage>(cut, end));
        Teach(node.Previous, span.Density, cut);
        Teach(node, span.Density, cut);
        return true;
    }

    // Read by one request after another, what is left takes longer than the quota would, and all others wait once memory is full.
    private bool IsWorthACut(TimeWindow<TPage> window, double rest) => IsLast(window) && IsLittle(rest)
        ? rest > FewPages * (1 + window.PagesRead)
        : rest * (_pace.Need - 1) > (WeightOfPageReadAgain * window.PagesRead) + _options.MaxBufferedPages;

    private bool IsLittle(double left) => left <= LastSpurt * _options.MaxBufferedPages;

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
        var left = density * all / _pageSize;
        var length = Filling * PagesOfWindow(left) * _pageSize / density;
        if (length >= all || all <= Shortest.Ticks)
            return null;
        var end = Whole(stretch.Start.AddTicks(Math.Max((long)length, Shortest.Ticks)), stretch.Start);
        return end < stretch.End && end > stretch.Start ? new TimeWindow<TPage>(stretch.Start, end) { HasBegun = true } : null;
    }

    // Few long windows waste least, because each ends with a page that is not full; but while one is handed out, all others that are
    // at work have to find room.
    private int MostPages => Math.Clamp((_options.MaxBufferedPages - _pace.Target) / Math.Max(1, _pace.Target - 1), 1, PagesOfLongest * _pace.Target);

    // Towards the end, all that are at work get a part of what is left, but no crumbs.
    private int PagesOfWindow(double left) => (int)Math.Clamp(left / _pace.Target, Math.Max(1, MostPages / 4), MostPages);

    // To the second, if there are enough of them: a server may compare no finer.
    private static DateTimeOffset Whole(DateTimeOffset time, DateTimeOffset start) =>
        time.AddTicks(-(time.UtcTicks % (time - start > Long ? TimeSpan.TicksPerSecond : TimeSpan.TicksPerMillisecond)));
}
