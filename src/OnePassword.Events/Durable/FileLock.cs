namespace OnePassword.Events.Durable;

/// <summary>
/// A lock file with one holder at a time, across processes. The operating system releases it when the process ends.
/// </summary>
internal sealed class FileLock : IDisposable
{
    // The error codes of Windows, Linux and macOS for a file that another holder has opened.
    private static readonly int[] HeldByAnother = [unchecked((int)0x80070020), 11, 35];

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Takes the lock. The file is created if it does not exist, and is never deleted.</summary>
    /// <returns>Null if another holder has the lock.</returns>
    /// <exception cref="IOException">The file cannot be created, or is a link or a folder.</exception>
    public static FileLock? TryTake(string path, Disk disk)
    {
        try
        {
            CreateIfMissing(path, disk);
            RegularFile.ThrowIfNotRegular(path);
            return new FileLock(new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        }
        catch (IOException e)
        {
            if (!HeldByAnother.Contains(e.HResult))
                throw;
            return null;
        }
    }

    public void Dispose() => _file.Dispose();

    // FileMode.OpenOrCreate would follow a planted link and create its target.
    private static void CreateIfMissing(string path, Disk disk)
    {
        try
        {
            disk.Create(path, FileRights.Owner).Dispose();
        }
        catch (IOException)
        {
            if (!Path.Exists(path) && new FileInfo(path).LinkTarget is null)
                throw;
        }
    }
}
