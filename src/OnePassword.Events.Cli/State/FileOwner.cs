using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.State;

/// <summary>Rejects changes by root to the checkpoints of a service user, who could not read the files of root.</summary>
internal static class FileOwner
{
    private const int CurrentFolder = -100;
    private const uint UserId = 0x8;
    private const int UserIdOffset = 20; // The same on all processors.

    /// <exception cref="CliException">The process is root, and the file belongs to another user.</exception>
    public static void ThrowIfOther(string file)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || Of(file) is not (> 0 and var owner))
            return;
        var user = NameOf(owner);
        throw new CliException(
            ExitCode.State,
            $"{file} belongs to {user}, who cannot read the files of root. Run the command as this user, with sudo -u {user}.");
    }

    // Null if the file does not exist.
    private static uint? Of(string file)
    {
        var status = new byte[256];
        return statx(CurrentFolder, [.. Encoding.UTF8.GetBytes(file), 0], 0, UserId, status) == 0
            ? BinaryPrimitives.ReadUInt32LittleEndian(status.AsSpan(UserIdOffset))
            : null;
    }

    // Users of a directory service are not in this file. `sudo` accepts their number too.
    private static string NameOf(uint id)
    {
        var number = id.ToString(CultureInfo.InvariantCulture);
        return File.ReadLines("/etc/passwd").Select(line => line.Split(':'))
            .FirstOrDefault(user => user.Length > 2 && user[2] == number)?[0] ?? $"'#{number}'";
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int statx(int folder, byte[] path, int flags, uint mask, byte[] status);
}
