namespace OnePassword.Events.Cli.Export;

/// <summary>The files of one feed in the output folder: its lines, partial until they are complete, and the manifest beside them.</summary>
internal sealed class ExportFiles(string folder, string feed, bool gzip)
{
    private const string Way = "leave out --resume to begin again";

    public string Complete { get; } = Path.Combine(folder, feed + (gzip ? ".ndjson.gz" : ".ndjson"));

    public string Partial => Complete + ".partial";

    public string Manifest => Path.Combine(folder, $"{feed}.export.json");

    /// <summary>The manifest of the run to go on with; null if there is none.</summary>
    /// <exception cref="ToolException">It cannot be used: it is damaged, of a run with other options, or not that of the output.</exception>
    public ExportManifest? Find(ExportManifest run)
    {
        try
        {
            if (!File.Exists(Manifest))
                return null;
            var found = ExportManifest.Parse(File.ReadAllText(Manifest))
                ?? throw new ToolException(ExitCode.State, $"{Manifest} is damaged; {Way}.");
            if (found.Feed != feed)
                throw new ToolException(ExitCode.State, $"{Manifest} is of {found.Feed}; {Way}.");
            if (found.Conflict(run) is { } conflict)
                throw ToolException.Usage($"the interrupted export in {folder} {conflict}; give the same options, or {Way}.");
            if (found.Done && Length(Partial) == found.Length)
                Finish(); // It ended between saying so and giving the file its name.
            var (output, isWhole) = found.Done ? (Complete, Length(Complete) == found.Length) : (Partial, Length(Partial) >= found.Length);
            return isWhole
                ? found
                : throw new ToolException(ExitCode.State, $"{output} has {Length(output)} bytes, and had {found.Length} when the export was interrupted; {Way}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCode.State, $"{Manifest} cannot be read: {e.Message}");
        }
    }

    /// <summary>Gives what is complete its name.</summary>
    public void Finish() => File.Move(Partial, Complete, overwrite: true);

    public void Forget() => File.Delete(Manifest);

    private static long Length(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;
}
