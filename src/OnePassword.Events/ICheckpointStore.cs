namespace OnePassword.Events;

/// <summary>Stores checkpoints by name. Saves are atomic: after a crash, the previous or the new checkpoint exists.</summary>
/// <remarks>
/// <para>Names must not differ only in case. Only one process may write a given name at a time. A follower loads its checkpoint
/// before it saves one. Pass <see cref="Checkpoint.ToJson"/> to the storage.</para>
/// <para><see cref="CheckpointStoreContract"/> checks an implementation. A store that detects a second writer throws a
/// <see cref="CheckpointException"/> with <see cref="CheckpointFailure.InUse"/> or <see cref="CheckpointFailure.TakenOver"/>,
/// which stops the follower.</para>
/// <para>A store that also has the events can omit <see cref="Checkpoint.RecentUuids"/> from what it saves, if it loads the
/// <see cref="RawEvent.DuplicateKey"/> of the latest events instead. To save events and checkpoint in one transaction, see
/// <c>CommitAsync</c> of <see cref="FollowedPage{TEvent}"/>.</para>
/// </remarks>
/// <example>
/// <code>
/// public sealed class TableCheckpointStore(Table table) : ICheckpointStore
/// {
///     public async ValueTask&lt;Checkpoint?&gt; LoadAsync(string name, CancellationToken cancellationToken = default) =&gt;
///         await table.FindAsync(name, cancellationToken) is { } json ? Checkpoint.Parse(json) : null;
///
///     public async ValueTask SaveAsync(string name, Checkpoint checkpoint, CancellationToken cancellationToken = default) =&gt;
///         await table.ReplaceAsync(name, checkpoint.ToJson(), cancellationToken);
/// }
/// </code>
/// </example>
public interface ICheckpointStore
{
    /// <summary>Loads the last saved checkpoint of a follower.</summary>
    /// <param name="name">The name of the follower.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The checkpoint; null only if none has been saved.</returns>
    /// <exception cref="CheckpointException">The checkpoint is corrupt, or a later version of the library wrote it.</exception>
    ValueTask<Checkpoint?> LoadAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Saves a checkpoint. It survives a crash and a power failure as soon as this method returns.</summary>
    /// <param name="name">The name of the follower.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="cancellationToken">Cancels the save. The store then has the previous or the new checkpoint.</param>
    ValueTask SaveAsync(string name, Checkpoint checkpoint, CancellationToken cancellationToken = default);
}
