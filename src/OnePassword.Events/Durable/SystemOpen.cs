using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace OnePassword.Events.Durable;

/// <summary>The system call <c>open</c> of Unix. .NET opens no folder, and has no mode that refuses links.</summary>
internal static class SystemOpen
{
    public const int ReadOnly = 0;
    public const int ReadWrite = 2;

    /// <summary>The error if the path does not exist.</summary>
    public const int NotFound = 2;

    /// <summary>The error if the access is denied.</summary>
    public const int AccessDenied = 13;

    // The values of O_NOFOLLOW, O_NONBLOCK (for pipes), O_CLOEXEC and ELOOP differ between systems and processors.
    public static readonly int NoFollow = OperatingSystem.IsLinux() ? (IsArm ? 0x8000 : 0x20000) : 0x100;
    public static readonly int NonBlocking = OperatingSystem.IsLinux() ? 0x800 : 0x4;
    public static readonly int IsLink = OperatingSystem.IsLinux() ? 40 : 62;
    private static readonly int CloseOnExec = OperatingSystem.IsLinux() ? 0x80000 : 0x1000000;

    private static bool IsArm => RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64;

    /// <summary>Opens a path. A program that is started at the same time does not inherit it.</summary>
    /// <returns>The handle; an invalid one if it failed, and <see cref="Marshal.GetLastPInvokeError"/> says why.</returns>
    public static SafeFileHandle Open(string path, int flags) => new(open([.. Encoding.UTF8.GetBytes(path), 0], flags | CloseOnExec), ownsHandle: true);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern nint open(byte[] path, int flags);
}
