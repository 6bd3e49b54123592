using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow;

/// <summary>The objects that all feeds of a run share.</summary>
internal sealed record FollowContext(
    FollowPlan Plan, FileCheckpointStore? State, ConcurrencyLimiter Disk, FreeSpaceFloor FreeSpace, CliContext Cli);
