namespace OnePassword.Events.Cli.Export;

/// <summary>The progress of one feed. Its export writes it; the view reads it at any time.</summary>
internal sealed class FeedProgress
{
    // Less progress than this does not show how long the rest takes.
    private const double MinShare = 0.005;

    private readonly Lock _lock = new();
    private readonly ExportManifest _run;
    private readonly double _shareBefore;
    private Snapshot _now;
    private DateTimeOffset _reached;

    /// <param name="run">The run, with the progress of the interrupted one.</param>
    public FeedProgress(ExportManifest run)
    {
        (_run, _now) = (run, run.Latest.Progress);
        Reach(run.CompleteUntil ?? run.Start);
        Reach(_now.Newest ?? run.Start);
        _shareBefore = Share;
    }

    /// <summary>Gets the number of events that this run has written.</summary>
    public long EventsRead => Now.Events - _run.Latest.Events;

    public Snapshot Now
    {
        get
        {
            lock (_lock)
                return _now;
        }
    }

    /// <summary>Gets the part of the time range that has been read, 0 to 1.</summary>
    public double Share
    {
        get
        {
            var range = _run.End - _run.Start;
            lock (_lock)
                return range > TimeSpan.Zero ? Math.Clamp((_reached - _run.Start) / range, 0, 1) : 0;
        }
    }

    /// <summary>Returns how long the rest takes at the pace of this run; null before that is known.</summary>
    public TimeSpan? Left(TimeSpan elapsed) =>
        Share is var share && share - _shareBefore > MinShare ? elapsed * ((1 - share) / (share - _shareBefore)) : null;

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
        {
            _now = new Snapshot(_now.Pages + 1, _now.Events + page.Items.Count, oldest, newest);
            Reach(page.Position!.CompleteUntil);
            Reach(newest ?? _run.Start);
        }
    }

    private void Reach(DateTimeOffset time) => _reached = time > _reached ? time : _reached;

    /// <summary>The progress at one time, with the earliest and the latest timestamp.</summary>
    internal readonly record struct Snapshot(long Pages, long Events, DateTimeOffset? Oldest, DateTimeOffset? Newest);
}
