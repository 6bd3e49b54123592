namespace OnePassword.Events.ObjectStorage.Chain;

/// <summary>Reads the end of a chain. It changes nothing.</summary>
internal sealed class ChainReader(ChainObjects objects)
{
    /// <summary>Returns the last checkpoint that is stored, at the time of the call; null if there is none.</summary>
    /// <exception cref="CheckpointException">An entry is missing or corrupt, or a later version wrote it.</exception>
    public async Task<Checkpoint?> ReadAsync(CancellationToken cancellationToken)
    {
        var end = await EndAsync(known: 0, cancellationToken).ConfigureAwait(false);
        var isStored = end.IsKnownAsStored || await objects.IsStoredAsync(end.Last!, cancellationToken).ConfigureAwait(false);
        var (_, checkpoint, uuids) = await CommittedAsync(end, isStored, cancellationToken).ConfigureAwait(false);
        return checkpoint is null ? null : checkpoint with { RecentUuids = uuids };
    }

    /// <summary>Returns the last entry and the cached position.</summary>
    /// <param name="known">The number of an entry that exists; 0 if none is known.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<ChainEnd> EndAsync(long known, CancellationToken cancellationToken)
    {
        var latest = await objects.LatestAsync(cancellationToken).ConfigureAwait(false);
        var last = await objects.LastNumberAsync(Math.Max(known, latest?.Number ?? 0), cancellationToken).ConfigureAwait(false);
        return new ChainEnd(last > 0 ? await objects.ReadAsync(last, cancellationToken).ConfigureAwait(false) : null, latest);
    }

    /// <summary>Returns the number of the last entry that counts, its checkpoint without uuids, and the uuids.</summary>
    /// <param name="end">The end of the chain.</param>
    /// <param name="isStored">Whether the last entry counts: whether its events are stored, if it has any.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<(long Number, Checkpoint? Checkpoint, IReadOnlyList<string> Uuids)> CommittedAsync(
        ChainEnd end, bool isStored, CancellationToken cancellationToken)
    {
        var entry = end.Last;
        if (entry is not null && !isStored)
        {
            entry = entry.Committed is > 0 and var number // Not settled by its events: a reader may have removed them.
                ? await objects.ReadAsync(number, cancellationToken).ConfigureAwait(false) : null;
        }
        if (entry is null)
            return (0, null, []);
        var checkpoint = end.Latest is { } latest && latest.Number == entry.Number ? latest.Checkpoint : entry.Checkpoint;
        return (entry.Number, checkpoint, await UuidsAsync(entry, cancellationToken).ConfigureAwait(false));
    }

    private async Task<IReadOnlyList<string>> UuidsAsync(ChainEntry entry, CancellationToken cancellationToken)
    {
        var changes = new List<UuidChange> { entry.Uuids };
        for (var number = entry.Number - 1; !changes[^1].IsComplete && number > 0; number--)
            changes.Add((await objects.ReadAsync(number, cancellationToken).ConfigureAwait(false)).Uuids);
        return UuidChange.Merge(changes);
    }
}
