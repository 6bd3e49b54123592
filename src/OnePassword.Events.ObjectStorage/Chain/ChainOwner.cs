namespace OnePassword.Events.ObjectStorage.Chain;

/// <summary>The chain of a follower in one store. Calls use it one after the other.</summary>
/// <param name="take">Takes the chain from its owner.</param>
#pragma warning disable CA1001 // A semaphore without a wait handle has nothing to dispose, and a call can be in progress.
internal sealed class ChainOwner(Func<CancellationToken, Task<FollowerChain>> take)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _turn = new(1);
    private FollowerChain? _chain;
    private CheckpointException? _lost; // A page in hand is then outdated, so that only a load takes the chain back.

    /// <summary>Returns the stored checkpoint; null if there is none. Takes the chain if this store does not have it.</summary>
    /// <exception cref="CheckpointException">Another process has taken the feed, or an entry is corrupt.</exception>
    public Task<Checkpoint?> LoadAsync(CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            if (_chain is null || _lost is not null)
                (_chain, _lost) = (await take(cancellationToken).ConfigureAwait(false), null);
            else
                await _chain.ReloadAsync(cancellationToken).ConfigureAwait(false);
            return _chain.Checkpoint;
        },
        cancellationToken);

    /// <summary>Stores a checkpoint, with the events of a page or without.</summary>
    /// <exception cref="CheckpointException">Another process has taken the feed since the last load.</exception>
    public Task WriteAsync(
        Checkpoint checkpoint, FollowedPage<RawEvent>? page, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            if (_lost is not null)
                throw _lost;
            _chain ??= await take(cancellationToken).ConfigureAwait(false);
            await _chain.WriteAsync(checkpoint, page, cancellationToken).ConfigureAwait(false);
            return _chain.Checkpoint;
        },
        cancellationToken);

    private async Task<Checkpoint?> InTurnAsync(Func<Task<Checkpoint?>> use, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await use().ConfigureAwait(false);
        }
        catch (CheckpointException e)
        {
            _lost ??= e;
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }
}
