using System.Runtime.InteropServices;

namespace OnePassword.Events.Durable;

/// <summary>
/// Puts the names in a folder on the disk: a flushed file can still be lost with its name when the power fails. Windows has no such
/// call; NTFS keeps a journal of names.
/// </summary>
internal static class FolderSync
{
    public static void Run(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var handle = SystemOpen.Open(folder, SystemOpen.ReadOnly);
        if (!handle.IsInvalid)
            RandomAccess.FlushToDisk(handle); // Ignores file systems that cannot sync a folder.
        else if (Marshal.GetLastPInvokeError() is not SystemOpen.AccessDenied and var error) // A writable folder need not be readable.
            throw new IOException($"The folder {folder} cannot be synced to the disk: {Marshal.GetPInvokeErrorMessage(error)}.");
    }
}
