using System.Globalization;

namespace OnePassword.Events.Durable;

/// <summary>
/// Moves files out of the way instead of deleting them: into the subfolder <c>set-aside</c>, where nothing takes them for output,
/// under their name with the time behind it.
/// </summary>
internal sealed class SetAside(string folder, FileRights rights, Disk disk, TimeProvider clock)
{
    private const string Name = "set-aside";

    /// <summary>Gets the subfolder.</summary>
    public string Folder { get; } = Path.Combine(folder, Name);

    /// <summary>Moves a file of the folder.</summary>
    /// <returns>Its new path.</returns>
    public string Move(string path)
    {
        var target = NewPath(path);
        File.Move(path, target);
        disk.SyncFolder(Folder);
        disk.SyncFolder(folder);
        return target;
    }

    /// <summary>Copies the bytes behind a position, and waits until the disk has them.</summary>
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
            throw new IOException($"{Folder} is a symbolic link, which is not followed; remove it.");
        disk.CreateFolder(Folder, rights);
        var first = Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)}.{clock.GetUtcNow().UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}"));
        return FreeName.Of(first);
    }
}
