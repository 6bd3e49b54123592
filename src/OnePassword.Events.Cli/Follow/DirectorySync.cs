using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OnePassword.Events.Cli.Follow;

/// <summary>
/// Puts the names in a folder on the disk: a file that is flushed can still be lost with its name when the power fails. On Windows
/// nothing is done: it has no such call, and NTFS keeps a journal of names.
/// </summary>
internal static class DirectorySync
{
    private const int AccessDenied = 13;

    /// <summary>Makes a folder and those above it that are missing.</summary>
    public static void Create(string folder)
    {
        if (Directory.Exists(folder))
            return;
        var above = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        if (above is not null)
            Create(above);
        Directory.CreateDirectory(folder);
        if (above is not null)
            Sync(above);
    }

    /// <exception cref="IOException">The folder is gone, or the disk failed.</exception>
    public static void Sync(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var handle = new SafeFileHandle(open([.. System.Text.Encoding.UTF8.GetBytes(folder), 0], 0), ownsHandle: true);
        if (!handle.IsInvalid)
            RandomAccess.FlushToDisk(handle); // Passes over file systems that cannot sync a folder.
        else if (Marshal.GetLastPInvokeError() is not AccessDenied and var error) // A folder to write to may not be readable.
            throw new IOException($"the folder {folder} cannot be synced: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    // FileStream opens no folder. The name is libc's.
    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int open(byte[] path, int flags);
}
