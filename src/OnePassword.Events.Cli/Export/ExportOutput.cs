namespace OnePassword.Events.Cli.Export;

/// <summary>Where the lines of all feeds go: a file for each in a folder, or one standard output for all.</summary>
internal sealed class ExportOutput : IDisposable
{
    private readonly ExportPlan _plan;
    private readonly SharedOutput? _shared;
    private readonly TimeProvider _clock;

    private ExportOutput(ExportPlan plan, SharedOutput? shared, TimeProvider clock) => (_plan, _shared, _clock) = (plan, shared, clock);

    /// <exception cref="ToolException">The folder is not there and cannot be made.</exception>
    public static ExportOutput Open(ExportPlan plan, ToolIo io)
    {
        if (plan.ToStandardOutput)
            return new ExportOutput(plan, new SharedOutput(io.Output, plan.Gzip), io.Clock);
        try
        {
            Directory.CreateDirectory(plan.Output);
            return new ExportOutput(plan, shared: null, io.Clock);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ToolException(ExitCode.Output, $"the folder {plan.Output} cannot be made: {e.Message}");
        }
    }

    /// <summary>The manifest to go on from; null without --resume, or if there is none.</summary>
    /// <exception cref="ToolException">There is one, and it cannot be used.</exception>
    public ExportManifest? Find(ExportManifest run) => _plan.Resume ? Files(run.Feed).Find(run) : null;

    public LineSink OpenFeed(ExportManifest manifest) =>
        _shared is null ? new FileSink(Files(manifest.Feed), manifest, _clock) : new SharedSink(_shared, manifest.Envelope ? manifest.Feed : null);

    /// <summary>Where the lines of a feed are that is complete.</summary>
    public string Where(ExportManifest manifest) => Files(manifest.Feed).Complete;

    /// <summary>Makes whole what the feeds share. Their own files are whole already.</summary>
    public ValueTask CompleteAsync(CancellationToken cancellationToken) => _shared?.CompleteAsync(cancellationToken) ?? ValueTask.CompletedTask;

    /// <summary>All feeds are complete: there is nothing left to go on with.</summary>
    /// <returns>Null, or what to say of a manifest that could not be taken away.</returns>
    public string? Forget(IEnumerable<string> feeds)
    {
        if (_shared is not null)
            return null;
        try
        {
            foreach (var feed in feeds)
                Files(feed).Forget();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"All is complete, but what --resume would go on from is still there: {e.Message}";
        }
    }

    public void Dispose() => _shared?.Dispose();

    private ExportFiles Files(string feed) => new(_plan.Output, feed, _plan.Gzip);
}
