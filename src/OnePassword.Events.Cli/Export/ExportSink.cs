namespace OnePassword.Events.Cli.Export;

/// <summary>Writes the pages of one feed as lines.</summary>
internal abstract class ExportSink : IAsyncDisposable
{
    /// <summary>Gets the display name of the output, for the summary.</summary>
    public abstract string Location { get; }

    /// <summary>Gets the location of the lines of an incomplete export; null while there are none.</summary>
    public virtual string? PartialLocation => Location;

    /// <summary>Gets whether another run can resume from what was written.</summary>
    public virtual bool CanResume => false;

    public abstract ValueTask AppendAsync(RawEventPage page, CancellationToken cancellationToken);

    /// <summary>Records that all events before a position have been appended.</summary>
    public virtual ValueTask AdvanceToAsync(ReadPosition position, FeedProgress.Snapshot progress) => ValueTask.CompletedTask;

    /// <summary>Saves the last position, so that another run can resume from it.</summary>
    public virtual void SavePosition()
    {
        // Standard output cannot be resumed.
    }

    /// <summary>Completes the output: all events have been appended.</summary>
    public abstract ValueTask CompleteAsync();

    public abstract ValueTask DisposeAsync();
}
