using System.Runtime.InteropServices;

namespace OnePassword.Events.Durable;

/// <summary>
/// Flushes the names in a folder to the disk. Without it, a power failure can lose the name of a file whose content was flushed.
/// Windows has no such call, and NTFS journals names.
/// </summary>
internal static class FolderSync
{
    public static void Run(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var handle = UnixOpen.Open(folder, UnixOpen.ReadOnly);
        if (!handle.IsInvalid)
            RandomAccess.FlushToDisk(handle); // .NET ignores file systems that cannot sync a folder.
        else if (Marshal.GetLastPInvokeError() is not UnixOpen.AccessDenied and var error) // Writable, not readable.
            throw new IOException($"The folder {folder} cannot be synced to the disk: {Marshal.GetPInvokeErrorMessage(error)}.");
    }
}
