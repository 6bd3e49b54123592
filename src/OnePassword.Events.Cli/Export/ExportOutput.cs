using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Export;

/// <summary>The output of all feeds: a file per feed in a folder, or one standard output.</summary>
internal sealed class ExportOutput : IDisposable
{
    private readonly ExportPlan _plan;
    private readonly TimeProvider _clock;
    private readonly SharedOutput? _shared;
    private readonly OutputFolder? _folder;
    private readonly List<IDisposable> _locks = [];

    private ExportOutput(ExportPlan plan, TimeProvider clock, SharedOutput? shared, OutputFolder? folder) =>
        (_plan, _clock, _shared, _folder) = (plan, clock, shared, folder);

    /// <exception cref="CliException">The folder does not exist and cannot be created, or has no name.</exception>
    public static ExportOutput Open(ExportPlan plan, AccountClient client, CliContext cli)
    {
        if (plan.ToStandardOutput)
            return new ExportOutput(plan, cli.Clock, new SharedOutput(cli.Output, plan.Gzip), folder: null);
        var path = plan.Output.Fill(_ => client.NameInFiles);
        try
        {
            var folder = new OutputFolder(path, plan.GroupReadable, cli);
            folder.Create();
            return new ExportOutput(plan, cli.Clock, shared: null, folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CliException(ExitCode.Output, $"the folder {path} cannot be created: {e.Message}");
        }
    }

    /// <summary>Locks the files of a feed and looks for an interrupted export in them.</summary>
    /// <returns>The manifest to resume from; null without --resume, or if there is none.</returns>
    /// <exception cref="CliException">Another export holds the lock, or there is a manifest that cannot be used.</exception>
    public ExportManifest? Lock(ExportManifest run)
    {
        if (_shared is not null)
            return null;
        var files = Files(run.Feed);
        _locks.Add(files.Lock());
        return _plan.Resume ? files.FindInterrupted(run) : null;
    }

    public ExportSink Open(ExportManifest manifest) => _shared is null
        ? new ExportFileSink(Files(manifest.Feed), manifest)
        : new ExportStreamSink(_shared, manifest.Envelope ? new Envelope(manifest.Feed) : null, _clock);

    /// <summary>Returns the file of a complete feed.</summary>
    public string LocationOf(ExportManifest manifest) => Files(manifest.Feed).Path;

    /// <summary>Completes the output that the feeds share. Their own files are complete already.</summary>
    public ValueTask CompleteAsync(CancellationToken cancellationToken) =>
        _shared?.CompleteAsync(cancellationToken) ?? ValueTask.CompletedTask;

    /// <summary>Deletes the manifests, because all feeds are complete.</summary>
    /// <returns>A note if one could not be deleted; otherwise null.</returns>
    public string? DeleteManifests(IEnumerable<string> feeds)
    {
        if (_shared is not null)
            return null;
        try
        {
            foreach (var feed in feeds)
                Files(feed).DeleteManifest();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"The export is complete, but its manifest for --resume could not be deleted: {e.Message}";
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
