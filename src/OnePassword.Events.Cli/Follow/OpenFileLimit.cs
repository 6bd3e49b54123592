using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow;

/// <summary>Compares the files and sockets that a follow requires with the limit of the system.</summary>
internal static class OpenFileLimit
{
    // Measured: 190 assemblies of the runtime; the rest is for terminals, pipes and the endpoint with its clients.
    private const int Baseline = 240;

    /// <exception cref="CliException">The limit is too low.</exception>
    public static void ThrowIfTooLow(FollowPlan plan)
    {
        var (required, feeds) = RequiredFiles(plan);
        if (Limit is { } limit && (ulong)required > limit)
        {
            throw CliException.Usage(string.Create(
                CultureInfo.InvariantCulture,
                $"following {feeds:N0} feeds requires up to {required:N0} open files, and the limit is {limit:N0}. "
                    + $"Raise it to {BitOperations.RoundUpToPowerOf2((uint)required)} "
                    + $"with `ulimit -n` or, in a systemd unit, LimitNOFILE. Or follow fewer accounts per process."));
        }
    }

    // A feed uses a socket while it polls, for each output. For files, it also uses a lock and, while it writes, the file; for
    // a destination, another socket.
    private static (int Files, int Feeds) RequiredFiles(FollowPlan plan)
    {
        var (files, feeds) = (Baseline, 0);
        foreach (var followed in plan.Accounts)
        {
            var ofAccount = followed.Account.Feeds.Count > 0 ? followed.Account.Feeds.Count : FeedNames.All.Count;
            feeds += ofAccount;
            files += followed.Outputs.Sum(output => output is StdoutOutput ? ofAccount : 2 * ofAccount);
        }
        return (files + Math.Min(feeds, ConcurrencyLimiter.Writers), feeds);
    }

    // .NET raises the soft limit to the hard limit at startup, so the process cannot raise it further. Windows has no limit.
    // The structure is known for 64 bits only.
    private static ulong? Limit =>
        !OperatingSystem.IsWindows() && Environment.Is64BitProcess
            && getrlimit(OperatingSystem.IsMacOS() ? 8 : 7, out var limit) == 0
            ? limit.Soft
            : null;

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int getrlimit(int resource, out ResourceLimit limit);

    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public ulong Soft;
        public ulong Hard;
    }
}
