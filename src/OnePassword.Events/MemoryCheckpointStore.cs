using System.Collections.Concurrent;
using OnePassword.Events.Checkpoints;

namespace OnePassword.Events;

/// <summary>Stores checkpoints in memory: for tests, and for programs that store cursors themselves.</summary>
public sealed class MemoryCheckpointStore : ICheckpointStore
{
    private readonly ConcurrentDictionary<string, Checkpoint> _checkpoints = new(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public ValueTask<Checkpoint?> LoadAsync(string name, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_checkpoints.GetValueOrDefault(CheckpointName.Check(name)));
    }

    /// <inheritdoc/>
    public ValueTask SaveAsync(string name, Checkpoint checkpoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        cancellationToken.ThrowIfCancellationRequested();
        _checkpoints[CheckpointName.Check(name)] = checkpoint;
        return ValueTask.CompletedTask;
    }
}
