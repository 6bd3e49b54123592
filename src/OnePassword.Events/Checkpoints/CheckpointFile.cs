using System.Globalization;
using OnePassword.Events.Durable;

namespace OnePassword.Events.Checkpoints;

/// <summary>The file of one checkpoint, and next to it the corrupt one that was set aside, if there is one.</summary>
/// <param name="folder">The folder of the store.</param>
/// <param name="name">The name of the follower.</param>
/// <param name="disk">The disk that the folder is on.</param>
/// <param name="changes">The lock that is held during each change of the folder.</param>
internal sealed class CheckpointFile(string folder, string name, Disk disk, Lock changes)
{
    private const string Extension = ".json";
    private const string CorruptExtension = ".corrupt";

    public string FilePath { get; } = Path.Combine(folder, CheckpointName.Check(name) + Extension);

    private string Name => name;

    private string CorruptPath => FilePath + CorruptExtension;

    /// <summary>The names of all checkpoints in a folder, the corrupt ones included.</summary>
    public static IEnumerable<string> NamesIn(string folder) => !Directory.Exists(folder) ? [] :
        Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!)
            .Where(file => file.EndsWith(Extension, StringComparison.Ordinal)
                || file.EndsWith(Extension + CorruptExtension, StringComparison.Ordinal))
            .Select(file => file[..file.LastIndexOf(Extension, StringComparison.Ordinal)])
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>Reads the checkpoint. A corrupt file set aside counts as the checkpoint until it is removed.</summary>
    /// <returns>Null if there is no checkpoint.</returns>
    public Checkpoint? Read(bool setAsideIfCorrupt)
    {
        if (!File.Exists(FilePath))
            return File.Exists(CorruptPath) ? throw Corrupt("it was truncated or changed", isSetAside: true) : null;
        try
        {
            return CheckpointFormat.Read(RegularFile.Read(FilePath));
        }
        catch (CheckpointException e) when (e.Reason == CheckpointFailure.Corrupt)
        {
            if (setAsideIfCorrupt)
                SetAside();
            throw Corrupt(e.Message, setAsideIfCorrupt, e.InnerException);
        }
        catch (CheckpointException e)
        {
            throw CheckpointProblem.TooNew($"The checkpoint {FilePath}", e.Message);
        }
    }

    /// <summary>Copies the file, and the corrupt one.</summary>
    /// <returns>The path of the first copy; null if there is no file.</returns>
    public string? BackUp(DateTimeOffset time)
    {
        var extension = time.UtcDateTime.ToString("'.'yyyyMMdd'T'HHmmssfff'Z.bak'", CultureInfo.InvariantCulture);
        lock (changes)
        {
            var copies = new[] { FilePath, CorruptPath }.Where(File.Exists).Select(Copy).ToList();
            disk.SyncFolder(folder);
            return copies.FirstOrDefault();
        }

        string Copy(string path)
        {
            var copy = UnusedPath.For(path + extension);
            disk.Write(copy, File.ReadAllBytes(path));
            return copy;
        }
    }

    public void Rename(CheckpointFile target)
    {
        lock (changes)
        {
            if (!File.Exists(FilePath))
                throw new FileNotFoundException($"There is no checkpoint '{Name}' in {folder}.", FilePath);
            if (Path.Exists(target.FilePath) || Path.Exists(target.CorruptPath))
                throw new IOException($"There is a checkpoint '{target.Name}' in {folder} already. Choose another name.");
            File.Move(FilePath, target.FilePath);
            disk.SyncFolder(folder);
        }
    }

    public void Delete()
    {
        lock (changes)
        {
            File.Delete(FilePath);
            File.Delete(CorruptPath);
            disk.SyncFolder(folder);
        }
    }

    // A corrupt file that was set aside earlier is kept too.
    private void SetAside()
    {
        lock (changes)
        {
            if (File.Exists(CorruptPath))
                File.Move(CorruptPath, UnusedPath.For(CorruptPath + ".old"));
            File.Move(FilePath, CorruptPath);
            disk.SyncFolder(folder);
        }
    }

    private CheckpointException Corrupt(string why, bool isSetAside, Exception? inner = null) => CheckpointProblem.Corrupt(
        $"The checkpoint {FilePath}",
        why + (isSetAside ? $". It was set aside as {Path.GetFileName(CorruptPath)}" : ""),
        "the corrupt file",
        inner);
}
