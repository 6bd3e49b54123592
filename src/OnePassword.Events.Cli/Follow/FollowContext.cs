using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow;

/// <summary>The objects that all feeds of a plan share.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="State">The checkpoints of outputs that do not have them; null if each output has them.</param>
/// <param name="Disk">Lets some feeds at a time write to the disk.</param>
/// <param name="FreeSpace">Stops feeds before a disk is full.</param>
/// <param name="Cli">The context.</param>
internal sealed record FollowContext(
    FollowPlan Plan, ICheckpointStore? State, ConcurrencyLimiter Disk, FreeSpaceFloor FreeSpace, CliContext Cli)
{
    /// <summary>Gets what is called when another process has taken a feed of an account that a supervisor assigned.</summary>
    public Action? TakenOver { get; init; }

    /// <summary>Returns the command that changes a checkpoint; null if a configuration file is needed for it.</summary>
    public string? CommandOf(string verb, string checkpoint, ICheckpointStore store) =>
        Plan.IsAssigned ? $"op-events-fleet state {verb} {checkpoint}"
        : store == State ? $"op-events state {verb} {checkpoint} --state {Plan.State}"
        : null;
}
