namespace OnePassword.Events.Cli.Export;

/// <summary>The progress of one feed. Its export writes it; the view reads it at any time.</summary>
internal sealed class FeedProgress
{
    private readonly Lock _lock = new();
    private readonly long _eventsBefore;
    private Snapshot _now;

    /// <param name="before">The progress of the interrupted run.</param>
    public FeedProgress(Snapshot before) => (_now, _eventsBefore) = (before, before.Events);

    /// <summary>Gets the number of events that this run has written.</summary>
    public long EventsRead => Now.Events - _eventsBefore;

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
        foreach (var @event in page.Items)
        {
            if (!@event.TryGetTimestamp(out var time))
                continue;
            oldest = oldest is null || time < oldest ? time : oldest;
            newest = newest is null || time > newest ? time : newest;
        }
        lock (_lock)
            _now = new Snapshot(_now.Pages + 1, _now.Events + page.Items.Count, oldest, newest);
    }

    /// <summary>The progress at one time, with the earliest and the latest timestamp.</summary>
    internal readonly record struct Snapshot(long Pages, long Events, DateTimeOffset? Oldest, DateTimeOffset? Newest);
}
