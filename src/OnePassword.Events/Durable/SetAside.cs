using System.Globalization;

namespace OnePassword.Events.Durable;

/// <summary>Moves files that are in the way into the subfolder <c>set-aside</c>. Their new name ends with the time.</summary>
internal sealed class SetAside(string folder, FileRights rights, Disk disk, TimeProvider clock)
{
    private const string Name = "set-aside";

    public string Folder { get; } = Path.Combine(folder, Name);

    /// <returns>The new path.</returns>
    public string Move(string path)
    {
        var target = NewPath(path);
        File.Move(path, target);
        disk.SyncFolder(Folder);
        disk.SyncFolder(folder);
        return target;
    }

    /// <summary>Copies the bytes after a position, and flushes the copy to the disk.</summary>
    /// <returns>The path of the copy.</returns>
    public string CopyEnd(FileStream file, long position, string path)
    {
        var target = NewPath(path);
        using (var copy = disk.Create(target, rights))
        {
            file.Position = position;
            file.CopyTo(copy);
            copy.Flush(flushToDisk: true);
        }
        disk.SyncFolder(Folder);
        return target;
    }

    private string NewPath(string path)
    {
        if (new DirectoryInfo(Folder).LinkTarget is not null)
            throw new IOException($"{Folder} is a symbolic link, which is not followed. Remove it.");
        disk.CreateFolder(Folder, rights);
        var time = clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
        return UnusedPath.For(Path.Combine(Folder, $"{Path.GetFileName(path)}.{time}"));
    }
}
