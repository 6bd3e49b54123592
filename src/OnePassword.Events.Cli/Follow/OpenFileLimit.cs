using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow;

/// <summary>How many files and sockets a follow has open at most, compared with what the system allows the process.</summary>
internal static class OpenFileLimit
{
    // Measured: the runtime keeps its 190 assemblies open, and the rest is terminals, pipes and the endpoint with its callers.
    private const int OfTheTool = 240;

    /// <exception cref="CliException">The limit is too low.</exception>
    public static void Check(FollowPlan plan)
    {
        var (need, feeds) = Need(plan);
        if (Limit is { } limit && (ulong)need > limit)
        {
            throw CliException.Usage(string.Create(
                CultureInfo.InvariantCulture,
                $"following {feeds:N0} feeds needs up to {need:N0} open files, and the limit is {limit:N0}. Raise it to {BitOperations.RoundUpToPowerOf2((uint)need)} "
                    + $"with `ulimit -n` or, in a systemd unit, LimitNOFILE; or follow fewer accounts per process."));
        }
    }

    // A feed has a socket while it polls and, for files, a lock and at times the file that it writes.
    private static (int Files, int Feeds) Need(FollowPlan plan)
    {
        var feeds = plan.Accounts.Sum(account => account.Feeds.Count > 0 ? account.Feeds.Count : FeedNames.All.Count);
        return (OfTheTool + feeds + (plan.Output.ToStandardOutput ? 0 : feeds) + Math.Min(feeds, ConcurrencyLimiter.Writers), feeds);
    }

    // .NET raises the soft limit to the hard one when it starts, so no more can be had from within. Windows has no limit, and the
    // structure is known for 64 bits only.
    private static ulong? Limit => !OperatingSystem.IsWindows() && Environment.Is64BitProcess && getrlimit(OperatingSystem.IsMacOS() ? 8 : 7, out var limit) == 0 ? limit.Soft : null;

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
