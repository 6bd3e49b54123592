namespace OnePassword.Events;

/// <summary>A folder that one program has at a time. The system gives it back when the program ends, in whatever way.</summary>
internal static class StateFolder
{
    // What the system says when another has the file: Windows, Linux, macOS.
    private static readonly int[] Held = [unchecked((int)0x80070020), 11, 35];

    /// <exception cref="CheckpointException">Another program has the folder.</exception>
    public static FileStream Take(string folder, StateDisk disk)
    {
        if (!Directory.Exists(folder))
            Make(folder, disk);
        var path = Path.Combine(folder, ".lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (Held.Contains(e.HResult))
        {
            throw new CheckpointException(CheckpointFailure.InUse, $"The state folder {folder} is in use by another program; one at a time can write checkpoints there. Stop the other one, or take another folder.");
        }
    }

    private static void Make(string folder, StateDisk disk)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        disk.SyncFolder(Path.GetDirectoryName(folder)!);
    }
}
