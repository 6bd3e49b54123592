namespace OnePassword.Events.Durable;

/// <summary>
/// The file operations of everything that the library and the tool keep on the disk. No operation follows a symbolic link or
/// creates a file over another one. Tests override operations to record them or to make them fail.
/// </summary>
internal class Disk
{
    /// <summary>Creates a file.</summary>
    /// <exception cref="IOException">The name is taken, if only by a link whose target does not exist.</exception>
    public virtual FileStream Create(string path, FileRights rights)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read,
            BufferSize = 0,
        };
        if (OperatingSystem.IsWindows())
            return new FileStream(path, options);
        options.UnixCreateMode = rights.File;
        var file = new FileStream(path, options);
        if (rights != FileRights.Owner)
            File.SetUnixFileMode(file.SafeFileHandle, rights.File); // The umask may have removed the group's rights.
        return file;
    }

    /// <summary>Opens an existing file for reading and writing.</summary>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="IOException">The path is a link, a folder or a device.</exception>
    public virtual FileStream Open(string path) => RegularFile.Open(path, FileAccess.ReadWrite);

    /// <summary>Creates a file that only its owner can access, and flushes its content to the disk.</summary>
    public virtual void Write(string path, ReadOnlySpan<byte> bytes)
    {
        using var file = Create(path, FileRights.Owner);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Renames a file atomically, over an existing one.</summary>
    public virtual void Replace(string path, string with) => File.Move(with, path, overwrite: true);

    /// <summary>Removes a file. A link is removed, not followed.</summary>
    public virtual void Delete(string path) => File.Delete(path);

    /// <summary>Returns how many bytes can be written to the file system of a folder; all if that is unknown.</summary>
    /// <exception cref="IOException">The folder does not exist.</exception>
    public virtual long FreeSpace(string folder)
    {
        var path = Path.GetFullPath(folder);
        if (!OperatingSystem.IsWindows())
            return new DriveInfo(path).AvailableFreeSpace;
        var root = Path.GetPathRoot(path)!;
        return root.StartsWith(@"\\", StringComparison.Ordinal) ? long.MaxValue : new DriveInfo(root).AvailableFreeSpace;
    }

    /// <summary>Flushes the names in a folder to the disk: a power failure can undo a rename before that.</summary>
    /// <exception cref="IOException">The folder does not exist, or the disk failed.</exception>
    public virtual void SyncFolder(string folder) => FolderSync.Run(folder);

    /// <summary>Replaces a file atomically: after a crash, it has either the old content or the new content.</summary>
    public void Save(string path, ReadOnlySpan<byte> bytes)
    {
        WriteTemporary(path, bytes);
        Replace(path, with: TemporaryOf(path));
        SyncFolder(FolderOf(path));
    }

    /// <summary>Does the first step of <see cref="Save"/>, for callers that sync a folder once for several files.</summary>
    public void WriteTemporary(string path, ReadOnlySpan<byte> bytes)
    {
        File.Delete(TemporaryOf(path)); // Left by a crash or planted. A link is removed, not followed.
        Write(TemporaryOf(path), bytes);
    }

    /// <summary>Creates a folder and its missing parents.</summary>
    public void CreateFolder(string folder, FileRights rights)
    {
        if (Directory.Exists(folder))
            return;
        var parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        if (parent is not null)
            CreateFolder(parent, rights);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, rights.Folder);
        if (parent is not null)
            SyncFolder(parent);
    }

    public static string TemporaryOf(string path) => path + ".tmp";

    public static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;
}
