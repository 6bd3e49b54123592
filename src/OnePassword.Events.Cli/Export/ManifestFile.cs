using System.Text;
using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Durable;

namespace OnePassword.Events.Cli.Export;

/// <summary>The file of the manifest of one exported feed, and its lock.</summary>
/// <param name="folder">The folder.</param>
/// <param name="name">The name, without the extension.</param>
/// <param name="feed">The feed.</param>
/// <param name="restart">How the operator restarts instead of resuming, for messages.</param>
internal sealed class ManifestFile(OutputFolder folder, string name, string feed, string restart)
{
    public const string Extension = ".export.json";

    public string Path => PathIn(folder, name);

    public bool Exists => File.Exists(Path);

    public static string PathIn(OutputFolder folder, string name) => folder.PathOf(name + Extension);

    /// <summary>Locks the manifest and its output for this process.</summary>
    /// <exception cref="CliException">Another export holds the lock.</exception>
    public IDisposable Lock() => folder.Lock($"{name}.export", name);

    /// <summary>Returns the manifest to resume from; null if there is none.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="CliException">The manifest is corrupt or unreadable, or has other options.</exception>
    public ExportManifest? Read(ExportManifest run)
    {
        if (!Exists)
            return null;
        var found = ExportManifest.Parse(ReadText())
            ?? throw new CliException(ExitCode.State, $"{Path} is corrupt: {restart}");
        if (found.Feed != feed)
            throw new CliException(ExitCode.State, $"{Path} belongs to {found.Feed}: {restart}");
        return found.Conflict(run) is { } conflict
            ? throw CliException.Usage(
                $"the interrupted export in {folder.Path} {conflict}. Use the same options, or {restart}")
            : found;
    }

    /// <summary>Saves the manifest, and returns when it is on the disk.</summary>
    public void Save(ExportManifest manifest) => folder.Disk.Save(Path, Encoding.UTF8.GetBytes(manifest.ToJson()));

    public void Delete() => File.Delete(Path);

    private string ReadText()
    {
        try
        {
            return Encoding.UTF8.GetString(RegularFile.Read(Path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.State, $"{Path} cannot be read: {e.Message}");
        }
    }
}
