namespace OnePassword.Events.Durable;

/// <summary>
/// The steps of a durable change of files, for all files that the library and the tool write. No step follows a symbolic link or
/// creates a file where another one is. Tests override steps to observe or to break them.
/// </summary>
internal class Disk
{
    private const string Temporary = ".tmp";

    /// <summary>Creates a file that must not exist.</summary>
    /// <exception cref="IOException">Something has this name, even a link to nowhere.</exception>
    public virtual FileStream Create(string path, FileRights rights)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Read, BufferSize = 0 };
        if (OperatingSystem.IsWindows())
            return new FileStream(path, options);
        options.UnixCreateMode = rights.File;
        var file = new FileStream(path, options);
        if (rights != FileRights.Owner)
            File.SetUnixFileMode(file.SafeFileHandle, rights.File); // The process's umask may have removed the group.
        return file;
    }

    /// <summary>Opens a file that must exist, for reading and writing.</summary>
    /// <exception cref="FileNotFoundException">It does not exist.</exception>
    /// <exception cref="IOException">It is a link, a folder or a device.</exception>
    public virtual FileStream Open(string path) => RegularFile.Open(path, FileAccess.ReadWrite);

    /// <summary>Writes a new file that only its owner may read, and waits until the disk has it.</summary>
    public virtual void Write(string path, ReadOnlySpan<byte> bytes)
    {
        using var file = Create(path, FileRights.Owner);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Renames a file in one step, over the one that has the name now.</summary>
    public virtual void Replace(string path, string with) => File.Move(with, path, overwrite: true);

    /// <summary>Waits until the disk has the names in a folder.</summary>
    /// <exception cref="IOException">The folder is gone, or the disk failed.</exception>
    public virtual void SyncFolder(string folder) => FolderSync.Run(folder);

    /// <summary>Replaces a file: after a crash at any time there is the old content or the new one.</summary>
    public void Save(string path, ReadOnlySpan<byte> bytes)
    {
        File.Delete(path + Temporary); // From a crash, or planted: a link is removed, not followed.
        Save(path, bytes, path + Temporary);
    }

    /// <summary>The same in a folder of the user's, where a file with the name of the temporary one may be theirs.</summary>
    public void SaveAmongOthers(string path, ReadOnlySpan<byte> bytes) => Save(path, bytes, FreeName.Of(path + Temporary));

    /// <summary>Creates a folder and the missing ones above it.</summary>
    public void CreateFolder(string folder, FileRights rights)
    {
        if (Directory.Exists(folder))
            return;
        var above = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        if (above is not null)
            CreateFolder(above, rights);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, rights.Folder);
        if (above is not null)
            SyncFolder(above);
    }

    private void Save(string path, ReadOnlySpan<byte> bytes, string temporary)
    {
        Write(temporary, bytes);
        Replace(path, with: temporary);
        SyncFolder(FolderOf(path));
    }

    public static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;
}
