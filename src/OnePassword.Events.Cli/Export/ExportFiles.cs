using System.Text;
using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Durable;

namespace OnePassword.Events.Cli.Export;

/// <summary>The files of one feed in the output folder: its lines, partial until they are complete, and the manifest beside them.</summary>
internal sealed class ExportFiles(OutputFolder folder, string feed, bool gzip)
{
    private const string Way = "leave out --resume to begin again";
    private const string PartialEnding = ".partial";

    private static readonly string[] Endings = [".ndjson", ".ndjson.gz"];

    public OutputFolder Folder => folder;

    public string Complete { get; } = folder.PathOf(feed + Endings[gzip ? 1 : 0]);

    public string Partial => Complete + PartialEnding;

    public string Manifest => folder.PathOf($"{feed}.export.json");

    /// <summary>Takes the files for this process.</summary>
    /// <exception cref="CliException">Another export has them.</exception>
    public IDisposable Lock() => folder.Lock($"{feed}.export", feed);

    /// <summary>The manifest of the run to go on with; null if there is none.</summary>
    /// <exception cref="CliException">It cannot be used: it is damaged, of a run with other options, or not that of the output.</exception>
    public ExportManifest? Find(ExportManifest run)
    {
        try
        {
            if (!File.Exists(Manifest))
                return null;
            var found = ExportManifest.Parse(Encoding.UTF8.GetString(RegularFile.Read(Manifest)))
                ?? throw new CliException(ExitCode.State, $"{Manifest} is damaged; {Way}.");
            if (found.Feed != feed)
                throw new CliException(ExitCode.State, $"{Manifest} is of {found.Feed}; {Way}.");
            if (found.Conflict(run) is { } conflict)
                throw CliException.Usage($"the interrupted export in {folder.Path} {conflict}; give the same options, or {Way}.");
            if (found.Done && File.Exists(Partial) && Difference(Partial, found) is null)
                Finish(); // It ended between saying so and giving the file its name.
            return Difference(found.Done ? Complete : Partial, found) is { } difference
                ? throw new CliException(ExitCode.State, $"{difference}, but {Format.Count(found.Length, "byte")} of it were kept when the export was interrupted; put the file back, or {Way}.")
                : found;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.State, $"{Manifest} cannot be read: {e.Message}");
        }
    }

    /// <summary>Refuses what would keep the output from being written or from getting its name.</summary>
    /// <exception cref="IOException">There is something else in its place.</exception>
    public void ThrowIfBlocked()
    {
        RegularFile.ThrowIfOther(Partial);
        if (Directory.Exists(Complete))
            RegularFile.ThrowIfOther(Complete);
    }

    /// <summary>Moves what an earlier export left unfinished out of the way, compressed or not, and its manifest with it.</summary>
    public void SetAsideUnfinished()
    {
        var partials = Endings.Select(ending => new FileInfo(folder.PathOf(feed + ending + PartialEnding))).Where(partial => partial.Exists).ToList();
        foreach (var empty in partials.Where(partial => partial.Length == 0))
            empty.Delete();
        partials.RemoveAll(partial => partial.Length == 0);
        if (partials.Count > 0 && File.Exists(Manifest))
            folder.Aside.Move(Manifest);
        foreach (var partial in partials)
            folder.Say($"{feed}: moved an unfinished export ({Format.Count(partial.Length, "byte")}) to {folder.Aside.Move(partial.FullName)}, because this export does not continue it.");
    }

    /// <summary>Gives what is complete its name.</summary>
    public void Finish()
    {
        var older = new FileInfo(Complete);
        var replaced = older.Exists ? older.Length : 0;
        folder.Disk.Replace(Complete, with: Partial);
        folder.Disk.SyncFolder(folder.Path);
        if (replaced > 0)
            folder.Say($"{feed}: replaced an older {Complete} ({Format.Count(replaced, "byte")}).");
    }

    public void Forget() => File.Delete(Manifest);

    // An export of nothing that was kept before its first position has no file yet.
    private static string? Difference(string path, ExportManifest found) =>
        !File.Exists(path) ? (found.Done || found.Position is not null ? $"{path} is missing" : null)
        : found.Committed.Difference(path)
            ?? (found.Done && new FileInfo(path).Length is var length && length != found.Length ? FormattableString.Invariant($"{path} is {length} bytes long") : null);
}
