using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace OnePassword.Events.Durable;

/// <summary>
/// Puts the names in a folder on the disk: a flushed file can still be lost with its name when the power fails. .NET opens no
/// folder, so on Unix this calls the system. Windows has no such call; NTFS keeps a journal of names.
/// </summary>
internal static class FolderSync
{
    private const int AccessDenied = 13;

    // O_CLOEXEC: a token command that starts at this moment must not inherit the folder.
    private static readonly int CloseOnExec = OperatingSystem.IsLinux() ? 0x80000 : 0x1000000;

    public static void Run(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var handle = new SafeFileHandle(open([.. Encoding.UTF8.GetBytes(folder), 0], CloseOnExec), ownsHandle: true);
        if (!handle.IsInvalid)
            RandomAccess.FlushToDisk(handle); // Ignores file systems that cannot sync a folder.
        else if (Marshal.GetLastPInvokeError() is not AccessDenied and var error) // A writable folder need not be readable.
            throw new IOException($"The folder {folder} cannot be synced to the disk: {Marshal.GetPInvokeErrorMessage(error)}.");
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern nint open(byte[] path, int flags);
}
