namespace OnePassword.Events;

/// <summary>
/// Keeps checkpoints by name. A checkpoint is saved whole or not at all: after a crash at any moment there is the new one or the
/// one before. Names differ by case alone nowhere, and one program writes a name at a time.
/// </summary>
public interface ICheckpointStore
{
    /// <summary>Gives the checkpoint that was saved last.</summary>
    /// <param name="name">The follower's name.</param>
    /// <param name="cancellationToken">Ends the loading.</param>
    /// <returns>Null if none was ever saved under this name; never because one cannot be read.</returns>
    /// <exception cref="CheckpointException">There is one, and it is damaged or of a later version of the library.</exception>
    ValueTask<Checkpoint?> LoadAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Saves a checkpoint; when it returns, the checkpoint outlives the program and the machine's power.</summary>
    /// <param name="name">The follower's name.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="cancellationToken">Ends the saving: the old checkpoint stays, or the new one is there.</param>
    ValueTask SaveAsync(string name, Checkpoint checkpoint, CancellationToken cancellationToken = default);
}
