namespace OnePassword.Events.Following;

/// <summary>The stored checkpoint of one enumeration, and the only code that writes it.</summary>
/// <param name="store">The store.</param>
/// <param name="name">The name of the checkpoint.</param>
/// <param name="claim">The right to write it; null for a page that a unit test created.</param>
/// <param name="clock">The clock.</param>
internal sealed class CommittedPosition(ICheckpointStore store, string name, FollowClaim? claim, TimeProvider clock)
{
    private long _page;

    public Checkpoint Checkpoint { get; private set; } = null!;

    /// <summary>Starts from a stored checkpoint.</summary>
    public void Start(Checkpoint stored) => Checkpoint = stored;

    /// <summary>
    /// Stores the position after a page, with a function of the program or in the store. Without a function, it does nothing if a
    /// later page was committed: that covered this one.
    /// </summary>
    /// <exception cref="InvalidOperationException">The feed was followed again since the enumeration started.</exception>
    public async ValueTask CommitAsync(
        long page, Checkpoint checkpoint, string? state, Func<Checkpoint, CancellationToken, ValueTask>? save,
        CancellationToken cancellationToken)
    {
        claim?.ThrowIfReplaced();
        if (page < _page && save is null)
            return;
        if (page < _page)
            throw new InvalidOperationException(
                $"A later page of '{name}' was committed, so this page cannot be saved any more. Commit pages in their order.");
        checkpoint = checkpoint with { State = state ?? Checkpoint?.State, SavedAt = clock.GetUtcNow() };
        await SaveAsync(checkpoint, save, cancellationToken).ConfigureAwait(false);
        _page = page;
    }

    /// <summary>Stores another state with the last committed position, and keeps the time of that commit.</summary>
    /// <exception cref="InvalidOperationException">The feed was followed again since the enumeration started.</exception>
    public ValueTask SaveStateAsync(string state, CancellationToken cancellationToken)
    {
        claim?.ThrowIfReplaced();
        return SaveAsync(Checkpoint with { State = state }, save: null, cancellationToken);
    }

    private async ValueTask SaveAsync(
        Checkpoint checkpoint, Func<Checkpoint, CancellationToken, ValueTask>? save, CancellationToken cancellationToken)
    {
        var saving = save is null
            ? store.SaveAsync(name, checkpoint, cancellationToken)
            : save(checkpoint, cancellationToken);
        await saving.ConfigureAwait(false);
        Checkpoint = checkpoint;
    }
}
