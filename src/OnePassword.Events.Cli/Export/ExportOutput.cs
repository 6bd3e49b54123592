using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Export;

/// <summary>The output of an account.</summary>
internal abstract class ExportOutput : IDisposable
{
    private readonly List<IDisposable> _locks = [];

    /// <summary>Gets the files of all feeds that may be exported; none if the output is not files.</summary>
    public virtual IReadOnlyList<ExportFiles> Files => [];

    /// <summary>Gets the display name of the destination; null for another output.</summary>
    public virtual string? Destination => null;

    /// <summary>Gets the name of the format.</summary>
    public abstract string Format { get; }

    /// <summary>Throws if an earlier export is in the way. No request has been sent.</summary>
    /// <exception cref="CliException">The options do not allow to replace or to resume it.</exception>
    public virtual void ThrowIfInTheWay()
    {
    }

    /// <summary>Creates what the output needs on the disk.</summary>
    /// <exception cref="CliException">A folder does not exist and cannot be created.</exception>
    public virtual void Create()
    {
    }

    /// <summary>Locks the output of a feed and looks for an interrupted export in it.</summary>
    /// <returns>The manifest to resume from; null without --resume, or if there is none.</returns>
    /// <exception cref="CliException">Another export holds the lock, or there is a file or a manifest in the way.</exception>
    public virtual ExportManifest? Lock(ExportManifest run) => null;

    /// <summary>Opens the output of a feed.</summary>
    /// <param name="manifest">The manifest to continue from.</param>
    /// <param name="origin">Returns the origin of a page that was read now.</param>
    public abstract ExportSink Open(ExportManifest manifest, Func<EventOrigin> origin);

    /// <summary>Returns the location of a complete feed.</summary>
    public abstract string LocationOf(ExportManifest manifest);

    /// <summary>Deletes the manifests, because all feeds are complete.</summary>
    /// <returns>A note if one could not be deleted; otherwise null.</returns>
    public string? DeleteManifests(IEnumerable<string> feeds)
    {
        try
        {
            foreach (var feed in feeds)
                ManifestOf(feed)?.Delete();
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

    /// <summary>Returns the manifest of a feed; null if the output has none.</summary>
    protected virtual ManifestFile? ManifestOf(string feed) => null;

    /// <summary>Holds a lock until the output is disposed of.</summary>
    protected void Hold(IDisposable taken) => _locks.Add(taken);

    protected static void Create(OutputFolder folder)
    {
        try
        {
            folder.Create();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CliException(ExitCode.Output, $"the folder {folder.Path} cannot be created: {e.Message}");
        }
    }
}
