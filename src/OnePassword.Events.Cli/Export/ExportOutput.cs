using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Export;

/// <summary>The output of an account: a file per feed in a folder, or the standard output that all accounts share.</summary>
internal sealed class ExportOutput : IDisposable
{
    private readonly ExportPlan _plan;
    private readonly ExportedAccount _account;
    private readonly SharedOutput? _shared;
    private readonly OutputFolder? _folder;
    private readonly List<IDisposable> _locks = [];

    /// <param name="plan">The plan.</param>
    /// <param name="account">The account.</param>
    /// <param name="shared">Standard output; null for files.</param>
    /// <param name="cli">The context.</param>
    /// <exception cref="CliException">The path depends on the account, which has no name.</exception>
    public ExportOutput(ExportPlan plan, ExportedAccount account, SharedOutput? shared, CliContext cli)
    {
        (_plan, _account, _shared) = (plan, account, shared);
        _folder = plan.Output is { } output
            ? new OutputFolder(output.Fill(_ => account.Account.NameInFiles), plan.GroupReadable, cli)
            {
                Source = account.Account.Source,
            }
            : null;
        Files = _folder is null ? [] : [.. account.Feeds.Select(FilesOf)];
    }

    /// <summary>Gets the files of all feeds that may be exported; none for standard output.</summary>
    public IReadOnlyList<ExportFiles> Files { get; }

    /// <summary>Creates the folder.</summary>
    /// <exception cref="CliException">The folder does not exist and cannot be created.</exception>
    public void Create()
    {
        try
        {
            _folder?.Create();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CliException(ExitCode.Output, $"the folder {_folder?.Path} cannot be created: {e.Message}");
        }
    }

    /// <summary>Locks the files of a feed and looks for an interrupted export in them.</summary>
    /// <returns>The manifest to resume from; null without --resume, or if there is none.</returns>
    /// <exception cref="CliException">Another export holds the lock, or there is a file or a manifest in the way.</exception>
    public ExportManifest? Lock(ExportManifest run)
    {
        if (_shared is not null)
            return null;
        var files = FilesOf(run.Feed);
        _locks.Add(files.Lock());
        ExistingExport.ThrowIfInTheWay(files, _plan); // Another export may have finished meanwhile.
        return _plan.Resume ? files.FindInterrupted(run, _plan.Overwrite) : null;
    }

    public ExportSink Open(ExportManifest manifest, ExportLines lines) => _shared is null
        ? new ExportFileSink(FilesOf(manifest.Feed), manifest, lines, _plan.Overwrite)
        : new ExportStreamSink(_shared, lines);

    /// <summary>Returns the file of a complete feed.</summary>
    public string LocationOf(ExportManifest manifest) => FilesOf(manifest.Feed).Path;

    /// <summary>Deletes the manifests, because all feeds are complete.</summary>
    /// <returns>A note if one could not be deleted; otherwise null.</returns>
    public string? DeleteManifests(IEnumerable<string> feeds)
    {
        if (_shared is not null)
            return null;
        try
        {
            foreach (var feed in feeds)
                FilesOf(feed).DeleteManifest();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"The export is complete, but its manifest for --resume could not be deleted: {e.Message}";
        }
    }

    public void Dispose()
    {
        foreach (var taken in _locks)
            taken.Dispose();
    }

    private ExportFiles FilesOf(string feed)
    {
        var name = NameOf(feed, ExportName.Time(_account.Start), ExportName.Time(_plan.End));
        if (OutputFileName.Parse($"{name}.ndjson") is not null)
            throw CliException.Usage($"--name gives {name}.ndjson, a name that follow uses for its files. Use another name.");
        return new ExportFiles(_folder!, name, feed, _plan.Gzip)
        {
            ManifestPattern = NameOf(feed, "*", "*") + ExportFiles.ManifestExtension,
        };
    }

    private string NameOf(string feed, string since, string until) => _plan.Name.Fill(placeholder => placeholder switch
    {
        NameTemplate.Account => _account.Account.NameInFiles,
        NameTemplate.Feed => feed,
        NameTemplate.Since => since,
        _ => until,
    });
}
