using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OnePassword.Events;

/// <summary>The three steps of which a durable change of a file consists. Tests watch their order.</summary>
internal class StateDisk
{
    private const int AccessDenied = 13;

    /// <summary>Writes a new file that only its owner may read, and waits until the disk has it.</summary>
    public virtual void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Puts a file in the place of another, in one step.</summary>
    public virtual void Replace(string path, string with) => File.Move(with, path, overwrite: true);

    /// <summary>
    /// Waits until the disk has the folder's entries. .NET opens no folder, so on Unix this asks the system itself. Windows has no
    /// such call; NTFS writes a journal of its folders, so that after a power cut the old entry or the new one is there.
    /// </summary>
    public virtual void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var handle = new SafeFileHandle(Open(folder, flags: 0), ownsHandle: true);
        if (!handle.IsInvalid)
            RandomAccess.FlushToDisk(handle);
        else if (Marshal.GetLastPInvokeError() is not AccessDenied and var error) // One may write to a folder that one may not read.
            throw new IOException($"The folder {folder} could not be synced to the disk: {Marshal.GetPInvokeErrorMessage(error)}.");
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern nint Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
