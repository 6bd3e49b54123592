using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Durable;

namespace OnePassword.Events.Cli.Export;

/// <summary>The files of one exported feed: its lines, partial until they are complete, and the manifest.</summary>
internal sealed class ExportFiles(OutputFolder folder, string name, string feed, bool gzip)
{
    private const string PartialExtension = ".partial";
    private const string Restart = "use --overwrite instead of --resume to restart.";

    private static readonly string[] Extensions = [".ndjson", ".ndjson.gz"];

    public OutputFolder Folder => folder;

    public string Feed => feed;

    /// <summary>Gets the source of a message about the files.</summary>
    public MessageSource Source => folder.Source with { Feed = feed };

    public string Path { get; } = folder.PathOf(name + Extensions[gzip ? 1 : 0]);

    public string PartialPath => Path + PartialExtension;

    public ManifestFile Manifest { get; } = new(folder, name, feed, Restart);

    /// <summary>Gets the pattern of the manifests of this feed and account, of any time range.</summary>
    public required string ManifestPattern { get; init; }

    /// <summary>Gets the output of unfinished exports, compressed or not.</summary>
    public IEnumerable<FileInfo> Unfinished => Extensions.Select(
        extension => new FileInfo(folder.PathOf(name + extension + PartialExtension))).Where(partial => partial.Exists);

    /// <summary>Returns the manifest to resume from; null if there is none.</summary>
    /// <param name="run">The run.</param>
    /// <param name="overwrite">Whether the output may replace a file that was created meanwhile.</param>
    /// <exception cref="CliException">The manifest is corrupt, has other options, or does not match the output.</exception>
    public ExportManifest? FindInterrupted(ExportManifest run, bool overwrite)
    {
        if (Manifest.Read(run) is not { } found)
            return null;
        try
        {
            if (found.Done && File.Exists(PartialPath) && Difference(PartialPath, found) is null)
                Finish(overwrite); // The run was interrupted between saving the manifest and renaming the file.
            return Difference(found.Done ? Path : PartialPath, found) is { } difference
                ? throw new CliException(
                    ExitCode.State,
                    $"{difference}, but the interrupted export saved {Format.Count(found.Latest.Length, "byte")} of it. "
                        + $"Restore the file, or {Restart}")
                : StartOf(found);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.State, $"the output of {Manifest.Path} cannot be read: {e.Message}");
        }
    }

    /// <summary>Throws if something prevents the output from being written or renamed.</summary>
    /// <exception cref="IOException">A link or a folder has the name of a file.</exception>
    public void ThrowIfBlocked()
    {
        RegularFile.ThrowIfNotRegular(PartialPath);
        if (Directory.Exists(Path))
            RegularFile.ThrowIfNotRegular(Path);
    }

    /// <summary>Moves the unfinished output of an earlier export aside, compressed or not, with its manifest.</summary>
    public void SetAsideUnfinished()
    {
        var isEmpty = Unfinished.ToLookup(partial => partial.Length == 0);
        foreach (var empty in isEmpty[true])
            empty.Delete();
        var partials = isEmpty[false].ToList();
        if (partials.Count > 0 && Manifest.Exists)
            folder.Aside.Move(Manifest.Path);
        foreach (var partial in partials)
        {
            var moved = $"an unfinished export ({Format.Count(partial.Length, "byte")}) to {folder.Aside.Move(partial.FullName)}";
            folder.Warn(MessageEvent.FileSetAside, $"moved {moved}, because this export does not resume it.", Source);
        }
    }

    /// <summary>Gives the complete output its final name.</summary>
    /// <exception cref="IOException">Another program created the file meanwhile, and it must not be replaced.</exception>
    public void Finish(bool overwrite)
    {
        var older = new FileInfo(Path);
        var replaced = older.Exists ? older.Length : 0;
        if (older.Exists && !overwrite)
            throw new IOException($"{Path} was created meanwhile. Move it, and use --resume.");
        folder.Disk.Replace(Path, with: PartialPath);
        folder.SyncNames();
        if (replaced > 0)
            folder.Warn(MessageEvent.FileReplaced, $"replaced an older {Path} ({Format.Count(replaced, "byte")}).", Source);
    }

    // A file without a saved position is truncated and written again.
    private ExportManifest StartOf(ExportManifest found) =>
        found is { Done: false, CompleteUntil: null } && File.Exists(PartialPath)
            ? found with { CompleteUntil = found.Start }
            : found;

    // An export that was interrupted before its first page has no file yet.
    private static string? Difference(string path, ExportManifest found) =>
        !File.Exists(path) ? (found.Done || found.Position is not null ? $"{path} is missing" : null)
        : found.Latest.Committed.Difference(path)
            ?? (found.Done && new FileInfo(path).Length is var length
                && length != found.Length ? $"{path} is {Format.Count(length, "byte")} long" : null);
}
