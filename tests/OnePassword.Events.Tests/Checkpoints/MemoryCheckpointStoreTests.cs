namespace OnePassword.Events.Tests.Checkpoints;

public sealed class MemoryCheckpointStoreTests : CheckpointStoreContract
{
    protected override ICheckpointStore Store { get; } = new MemoryCheckpointStore();
}
