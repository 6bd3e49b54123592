using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Export;

/// <summary>Where the lines of all feeds go: a file for each in a folder, or one standard output for all.</summary>
internal sealed class ExportOutput : IDisposable
{
    private readonly ExportPlan _plan;
    private readonly SharedOutput? _shared;
    private readonly OutputFolder? _folder;
    private readonly List<IDisposable> _locks = [];

    private ExportOutput(ExportPlan plan, SharedOutput? shared, OutputFolder? folder) => (_plan, _shared, _folder) = (plan, shared, folder);

    /// <exception cref="CliException">The folder is not there and cannot be made.</exception>
    public static ExportOutput Open(ExportPlan plan, CliContext io)
    {
        if (plan.ToStandardOutput)
            return new ExportOutput(plan, new SharedOutput(io.Output, plan.Gzip), folder: null);
        try
        {
            var folder = new OutputFolder(plan.Output, plan.GroupReadable, io);
            folder.Create();
            return new ExportOutput(plan, shared: null, folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CliException(ExitCode.Output, $"the folder {plan.Output} cannot be made: {e.Message}");
        }
    }

    /// <summary>Takes the files of a feed for this process, and looks for an interrupted export in them.</summary>
    /// <returns>The manifest to go on from; null without --resume, or if there is none.</returns>
    /// <exception cref="CliException">Another export has the files, or there is a manifest that cannot be used.</exception>
    public ExportManifest? Take(ExportManifest run)
    {
        if (_shared is not null)
            return null;
        var files = Files(run.Feed);
        _locks.Add(files.Lock());
        return _plan.Resume ? files.Find(run) : null;
    }

    public ExportSink OpenFeed(ExportManifest manifest) =>
        _shared is null ? new ExportFileSink(Files(manifest.Feed), manifest) : new ExportStreamSink(_shared, manifest.Envelope ? manifest.Feed : null);

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

    public void Dispose()
    {
        _shared?.Dispose();
        foreach (var taken in _locks)
            taken.Dispose();
    }

    private ExportFiles Files(string feed) => new(_folder!, feed, _plan.Gzip);
}
