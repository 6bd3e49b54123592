using System.Collections.Concurrent;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow;

/// <summary>Stops the feeds before a disk is full, and lets them continue when it has space again.</summary>
internal sealed class FreeSpaceFloor(FollowPlan plan, CliContext cli)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly long _floor = plan.Output.MinFreeSpace;
    private readonly ConcurrentDictionary<string, bool> _low = new(StringComparer.Ordinal);

    /// <summary>Waits until the disks of the output and the state have enough free space.</summary>
    /// <param name="folder">The folder of the output; null for standard output, for which nothing is checked.</param>
    /// <param name="removeOld">Removes old files, before each check of a disk that has not enough.</param>
    /// <param name="onLow">Called once if they do not.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="CliException">They do not, and the run is to end when it has caught up.</exception>
    public async Task WaitAsync(
        string? folder, Func<Task> removeOld, Action<CliException> onLow, CancellationToken cancellationToken)
    {
        if (folder is null || _floor == 0)
            return;
        var isReported = false;
        while (true)
        {
            if (IsLow(folder) || IsLow(plan.State))
                await removeOld().ConfigureAwait(false);
            if ((Check(folder) ?? Check(plan.State)) is not { } low)
                return;
            if (plan.Once)
                throw low;
            if (!isReported)
                onLow(low);
            isReported = true;
            await Task.Delay(Interval, cli.Clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private bool IsLow(string folder) => cli.Disk.FreeSpace(folder) < _floor;

    // Reports each change once, although several feeds write to the folder.
    private CliException? Check(string folder)
    {
        var free = cli.Disk.FreeSpace(folder);
        if (free >= _floor)
        {
            if (_low.TryRemove(folder, out _))
                cli.Messages.Information(
                    MessageEvent.DiskRecovered, $"{folder}: {Format.Count(free, "byte")} are free. Reading continues.");
            return null;
        }
        var low = $"{folder}: {Format.Count(free, "byte")} are free, "
            + $"less than --min-free-space ({Format.Count(_floor, "byte")}).";
        if (!plan.Once && _low.TryAdd(folder, true))
            cli.Messages.Warning(MessageEvent.DiskLow, $"{low} Reading stops until there is more.");
        return new CliException(ExitCode.Output, low);
    }
}
