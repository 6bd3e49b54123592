using System.Globalization;
using OnePassword.Events.Durable;

namespace OnePassword.Events.Checkpoints;

/// <summary>Former content of checkpoint files, under names that no other file has.</summary>
internal static class CheckpointCopies
{
    /// <returns>The path of the copy.</returns>
    public static string BackUp(string path, DateTimeOffset time, Disk disk)
    {
        var copy = FreeName.Of(string.Create(CultureInfo.InvariantCulture, $"{path}.{time.UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}.bak"));
        disk.Write(copy, File.ReadAllBytes(path));
        return copy;
    }

    /// <summary>Renames a damaged file. One that was set aside before it is kept as well.</summary>
    public static void SetAside(string path, string extension, Disk disk)
    {
        var damaged = path + extension;
        if (File.Exists(damaged))
            File.Move(damaged, FreeName.Of(damaged + ".old"));
        File.Move(path, damaged);
        disk.SyncFolder(Disk.FolderOf(path));
    }
}
