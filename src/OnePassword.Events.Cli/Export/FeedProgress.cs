namespace OnePassword.Events.Cli.Export;

/// <summary>How far a feed is. Written by its export, read by the view at any time.</summary>
internal sealed class FeedProgress
{
    private readonly Lock _lock = new();
    private Snapshot _now = new(0, 0, null, null);

    public Snapshot Now
    {
        get
        {
            lock (_lock)
                return _now;
        }
    }

    public void Add(RawEventPage page)
    {
        var (oldest, newest) = (Now.Oldest, Now.Newest);
        foreach (var @event in page.Events)
        {
            if (@event.Timestamp is not { } time)
                continue;
            oldest = oldest is null || time < oldest ? time : oldest;
            newest = newest is null || time > newest ? time : newest;
        }
        lock (_lock)
            _now = new Snapshot(_now.Pages + 1, _now.Events + page.Events.Count, oldest, newest);
    }

    /// <summary>What has been written so far, and the earliest and latest time among it.</summary>
    internal readonly record struct Snapshot(long Pages, long Events, EventTime? Oldest, EventTime? Newest);
}
