using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace OnePassword.Events.Durable;

/// <summary>The system call <c>open</c> of Unix. .NET cannot open a folder, and has no mode that rejects links.</summary>
internal static class UnixOpen
{
    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int ReadWrite = 2;

    // Error codes: ENOENT, EACCES.
    public const int NotFound = 2;
    public const int AccessDenied = 13;

    // O_NOFOLLOW, O_NONBLOCK (for pipes), ELOOP and O_CLOEXEC, whose values differ between systems and processors.
    public static readonly int NoFollow = OperatingSystem.IsLinux() ? (IsArm ? 0x8000 : 0x20000) : 0x100;
    public static readonly int NonBlocking = OperatingSystem.IsLinux() ? 0x800 : 0x4;
    public static readonly int IsLink = OperatingSystem.IsLinux() ? 40 : 62;
    private static readonly int CloseOnExec = OperatingSystem.IsLinux() ? 0x80000 : 0x1000000;

    private static bool IsArm => RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64;

    /// <summary>Opens a path. Child processes do not inherit the handle.</summary>
    /// <returns>The handle. If it is invalid, <see cref="Marshal.GetLastPInvokeError"/> returns the error code.</returns>
    public static SafeFileHandle Open(string path, int flags) =>
        new(open([.. Encoding.UTF8.GetBytes(path), 0], flags | CloseOnExec), ownsHandle: true);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern nint open(byte[] path, int flags);
}
