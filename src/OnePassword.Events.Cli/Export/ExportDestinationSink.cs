using OnePassword.Events.Cli.Follow.Outputs;

namespace OnePassword.Events.Cli.Export;

/// <summary>
/// Sends a feed to a destination. A page is complete when each event is delivered or is a dead letter. The manifest then records
/// its position, so that another run sends at most the page after it twice.
/// </summary>
internal sealed class ExportDestinationSink(
    IFollowSink sink, ManifestFile file, ExportManifest manifest, Func<EventOrigin> origin) : ExportSink
{
    // An interrupted run may have sent the next page. With other time windows, its events are in several pages of this run.
    private readonly bool _isResumed = file.Exists;
    private ExportManifest _manifest = manifest;

    public override string Location => sink.Location;

    public override bool CanResume => file.Exists;

    public override async ValueTask AppendAsync(RawEventPage page, CancellationToken cancellationToken)
    {
        if (!file.Exists)
            file.Save(_manifest);
        var events = new OutputPage(page.Items, origin(), _isResumed, _ => Task.CompletedTask);
        await sink.AppendAsync(events, cancellationToken).ConfigureAwait(false);
    }

    public override ValueTask AdvanceToAsync(ReadPosition position, FeedProgress.Snapshot progress)
    {
        _manifest = _manifest.After(position, length: 0, progress);
        file.Save(_manifest);
        return ValueTask.CompletedTask;
    }

    public override ValueTask CompleteAsync()
    {
        file.Save(_manifest with { Window = null, Done = true });
        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        sink.Dispose();
        return ValueTask.CompletedTask;
    }
}
