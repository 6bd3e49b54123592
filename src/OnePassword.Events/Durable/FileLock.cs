namespace OnePassword.Events.Durable;

/// <summary>A lock that one holder has at a time, in this process or another. The system releases it when the process ends.</summary>
internal sealed class FileLock : IDisposable
{
    // What the system says while another holds the file: Windows, Linux, macOS.
    private static readonly int[] Held = [unchecked((int)0x80070020), 11, 35];

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Takes the lock. Its file is created if it is missing, and stays.</summary>
    /// <returns>Null if another has it.</returns>
    /// <exception cref="IOException">The file cannot be created, or is a link.</exception>
    public static FileLock? TryTake(string path, Disk disk)
    {
        try
        {
            CreateIfMissing(path, disk);
            RegularFile.ThrowIfOther(path);
            return new FileLock(new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        }
        catch (IOException e) when (Held.Contains(e.HResult))
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();

    // Exclusively: opening with "create" would follow a planted link and create its target.
    private static void CreateIfMissing(string path, Disk disk)
    {
        try
        {
            disk.Create(path, FileRights.Owner).Dispose();
        }
        catch (IOException) when (Path.Exists(path) || new FileInfo(path).LinkTarget is not null)
        {
        }
    }
}
