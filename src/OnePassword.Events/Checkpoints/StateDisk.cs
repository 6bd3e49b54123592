using System.Runtime.InteropServices;

namespace OnePassword.Events;

/// <summary>The three steps of which a durable change of a file consists. Tests watch their order.</summary>
internal class StateDisk
{
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
        if (!OperatingSystem.IsWindows())
            Unix.SyncFolder(folder);
    }

    private static class Unix
    {
        private const int ReadOnly = 0;

        public static void SyncFolder(string folder)
        {
            var handle = Open(folder, ReadOnly);
            if (handle < 0)
                throw Problem(folder);
            try
            {
                if (Sync(handle) != 0)
                    throw Problem(folder);
            }
            finally
            {
                _ = Close(handle);
            }
        }

        private static IOException Problem(string folder) => new($"The folder {folder} could not be synced to the disk: {Marshal.GetLastPInvokeErrorMessage()}.");

        [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

        [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int Sync(int handle);

        [DllImport("libc", EntryPoint = "close", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int Close(int handle);
    }
}
