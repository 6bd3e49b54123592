using System.Collections.Concurrent;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow;

/// <summary>Stops the feeds before a disk is full, and lets them continue when it has space again.</summary>
internal sealed class FreeSpaceFloor(FollowPlan plan, CliContext cli)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(string Folder, long Floor), bool> _low = new();

    /// <summary>Waits until the disks of the output and the state have enough free space.</summary>
    /// <param name="sink">The output. Nothing is checked for one without a folder.</param>
    /// <param name="removeOld">Removes old files, before each check of a disk that has not enough.</param>
    /// <param name="onLow">Called once if they do not.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="CliException">They do not, and the run is to end when it has caught up.</exception>
    public async Task WaitAsync(
        IFollowSink sink, Func<Task> removeOld, Action<CliException> onLow, CancellationToken cancellationToken)
    {
        if (sink is not { Folder: { } folder, MinFreeSpace: > 0 and var floor })
            return;
        var isReported = false;
        while (true)
        {
            if (IsLow(folder, floor) || IsLow(plan.State, floor))
                await removeOld().ConfigureAwait(false);
            if ((Check(folder, floor) ?? Check(plan.State, floor)) is not { } low)
                return;
            if (plan.Once)
                throw low;
            if (!isReported)
                onLow(low);
            isReported = true;
            await Task.Delay(Interval, cli.Clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private bool IsLow(string folder, long floor) => cli.Disk.FreeSpace(folder) < floor;

    // Reports each change once, although several feeds write to the folder.
    private CliException? Check(string folder, long floor)
    {
        var free = cli.Disk.FreeSpace(folder);
        if (free >= floor)
        {
            if (_low.TryRemove((folder, floor), out _))
                cli.Messages.Information(
                    MessageEvent.DiskRecovered, $"{folder}: {Format.Count(free, "byte")} are free. Reading continues.");
            return null;
        }
        var low = $"{folder}: {Format.Count(free, "byte")} are free, "
            + $"less than --min-free-space ({Format.Count(floor, "byte")}).";
        if (!plan.Once && _low.TryAdd((folder, floor), true))
            cli.Messages.Warning(MessageEvent.DiskLow, $"{low} Reading stops until there is more.");
        return new CliException(ExitCode.Output, low);
    }
}
