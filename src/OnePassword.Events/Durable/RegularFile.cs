using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace OnePassword.Events.Durable;

/// <summary>
/// Opens existing files without following a link in the last part of the path: .NET has no such mode, so on Unix this calls the
/// system. Windows lets only administrators create links, so a check before opening is enough there.
/// </summary>
internal static class RegularFile
{
    private const int ReadOnly = 0;
    private const int ReadWrite = 2;
    private const int NotFound = 2;
    private const int AccessDenied = 13;

    // The values of O_NOFOLLOW, O_NONBLOCK (for pipes), O_CLOEXEC and ELOOP differ between systems and processors.
    private static readonly int NoFollow = OperatingSystem.IsLinux() ? (IsArm ? 0x8000 : 0x20000) : 0x100;
    private static readonly int NonBlocking = OperatingSystem.IsLinux() ? 0x800 : 0x4;
    private static readonly int CloseOnExec = OperatingSystem.IsLinux() ? 0x80000 : 0x1000000;
    private static readonly int IsLink = OperatingSystem.IsLinux() ? 40 : 62;

    private static bool IsArm => RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64;

    /// <summary>Throws if the name belongs to a link or a folder. Nothing is opened.</summary>
    /// <exception cref="IOException">It does.</exception>
    public static void ThrowIfOther(string path)
    {
        if (new FileInfo(path).LinkTarget is not null)
            throw Link(path);
        if (Directory.Exists(path))
            throw new IOException($"{path} is a folder; remove it, or use another folder.");
    }

    /// <exception cref="FileNotFoundException">It does not exist.</exception>
    /// <exception cref="IOException">It is a link, a folder or a device.</exception>
    public static FileStream Open(string path, FileAccess access)
    {
        if (OperatingSystem.IsWindows())
        {
            ThrowIfOther(path);
            return new FileStream(path, FileMode.Open, access, FileShare.ReadWrite, bufferSize: 0);
        }
        var file = new FileStream(OpenUnix(path, access == FileAccess.Read ? ReadOnly : ReadWrite), access, bufferSize: 0);
        if (file.CanSeek && !Directory.Exists(path))
            return file;
        using (file)
            throw new IOException($"{path} is not a regular file; remove it, or use another folder.");
    }

    private static SafeFileHandle OpenUnix(string path, int access)
    {
        var handle = new SafeFileHandle(open([.. Encoding.UTF8.GetBytes(path), 0], access | NoFollow | NonBlocking | CloseOnExec), ownsHandle: true);
        if (!handle.IsInvalid)
            return handle;
        var error = Marshal.GetLastPInvokeError();
        handle.Dispose();
        throw error switch
        {
            NotFound => new FileNotFoundException($"Could not find file '{path}'.", path),
            AccessDenied => new UnauthorizedAccessException($"Access to the path '{path}' is denied."),
            _ when error == IsLink => Link(path),
            _ => new IOException($"{path} cannot be opened: {Marshal.GetPInvokeErrorMessage(error)}."),
        };
    }

    private static IOException Link(string path) => new($"{path} is a symbolic link, which is not followed; remove it, or use another folder.");

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern nint open(byte[] path, int flags);
}
