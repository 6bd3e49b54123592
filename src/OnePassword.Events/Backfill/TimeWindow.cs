using OnePassword.Events.Reading;

namespace OnePassword.Events.Backfill;

/// <summary>
/// A part of the time that is read. Before it has begun it is a stretch, from which windows are cut; then its pages follow one
/// another by cursor.
/// </summary>
internal sealed class TimeWindow<TPage>(DateTimeOffset start, DateTimeOffset end)
    where TPage : IPage
{
    private readonly Queue<TPage> _pages = new();
    private StallDetector _standstill = new();
    private string? _cursor;

    public DateTimeOffset Start { get; set; } = start;

    public DateTimeOffset End { get; private set; } = end;

    /// <summary>Of a stretch, how many events a tick are thought to be there; null if nobody knows.</summary>
    public double? Density { get; set; }

    /// <summary>Of a stretch, the moment of the events that its density was learnt from: the nearest before it count.</summary>
    public DateTimeOffset LearntFrom { get; set; } = DateTimeOffset.MinValue;

    public bool HasBegun { get; set; }

    public bool IsUnderWay { get; set; }

    public bool IsComplete { get; private set; }

    /// <summary>How many pages came, those included that it had before it began again.</summary>
    public int PagesRead { get; private set; }

    public long Events { get; private set; }

    /// <summary>The latest moment of all that came, before it began again as well.</summary>
    public DateTimeOffset Latest { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>How many pages wait to be handed out.</summary>
    public int PagesWaiting => _pages.Count;

    public PageRequest Request(DateTimeOffset start, int pageSize) =>
        _cursor is null ? new PageRequest(null, pageSize, start, End) : PageRequest.After(_cursor);

    /// <returns>False if the server stands still.</returns>
    public bool Add(PageRequest request, TPage page)
    {
        IsUnderWay = false;
        _pages.Enqueue(page);
        PagesRead++;
        Events += page.Count;
        (_cursor, IsComplete) = (page.Cursor, !page.HasMore);
        return !_standstill.Reached(request, page);
    }

    public void Reaches(DateTimeOffset moment) => Latest = moment > Latest ? moment : Latest;

    public bool TryTake(out TPage page) => _pages.TryDequeue(out page!);

    /// <summary>Gives back what memory a page has that nobody is going to see.</summary>
    public static void Discard(TPage page) => (page as IDisposable)?.Dispose();

    /// <summary>Begins again, with an earlier end.</summary>
    public void BeginAgain(DateTimeOffset end)
    {
        while (_pages.TryDequeue(out var page))
            Discard(page);
        (End, _cursor, _standstill, Events) = (end, null, new StallDetector(), 0);
    }
}
