using OnePassword.Events.ObjectStorage.Layout;

namespace OnePassword.Events.ObjectStorage.Chain;

/// <summary>The chain of a follower that this process has taken, and its end.</summary>
internal sealed class FollowerChain
{
    private readonly ChainObjects _objects;
    private readonly ChainReader _reader;
    private readonly TimeProvider _clock;
    private IReadOnlyList<string> _uuids = [];
    private long _epoch; // 0 until the chain is taken.
    private long _taken; // The number of the entry that took the chain.
    private long _last; // The number of the last entry.
    private long _lastEpoch;
    private DateTimeOffset _lastWrittenAt;
    private long _committed; // The number of the last entry that counts. Pages after it were given up.
    private bool _isUncertain; // The result of a write is unknown.

    private FollowerChain(string name, ChainObjects objects, TimeProvider clock) =>
        (Name, _objects, _reader, _clock) = (name, objects, new ChainReader(objects), clock);

    private string Name { get; }

    /// <summary>Gets the stored checkpoint, without uuids; null if there is none.</summary>
    private Checkpoint? Stored { get; set; }

    private bool EndsSealed => _committed < _last;

    // Not before the last entry, which a machine with another clock can have written: partitions keep the order of the feed.
    private DateTimeOffset Now => _clock.GetUtcNow() is var now && now > _lastWrittenAt ? now : _lastWrittenAt;

    /// <summary>Gets the stored checkpoint; null if there is none.</summary>
    public Checkpoint? Checkpoint => Stored is null ? null : Stored with { RecentUuids = _uuids };

    /// <summary>Takes the chain: the previous owner cannot write any more.</summary>
    public static async Task<FollowerChain> TakeAsync(
        string name, ChainObjects objects, TimeProvider clock, CancellationToken cancellationToken)
    {
        var chain = new FollowerChain(name, objects, clock);
        await objects.EnsureConditionsAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            await chain.ReloadAsync(cancellationToken).ConfigureAwait(false);
            var entry = chain.Entry(chain.Stored, chain.Now, null, UuidChange.All(chain._uuids)) with
            {
                Epoch = chain._lastEpoch + 1,
            };
            if (await objects.CreateAsync(entry, cancellationToken).ConfigureAwait(false) is not null)
                continue; // The other process has written once more.
            (chain._epoch, chain._taken) = (entry.Epoch, entry.Number);
            chain.Advance(entry);
            return chain;
        }
    }

    /// <summary>Reads the end of the chain. A page that its writer has not stored is given up.</summary>
    /// <exception cref="CheckpointException">Another process has taken the feed, or an entry is corrupt.</exception>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        var end = await _reader.EndAsync(_last, cancellationToken).ConfigureAwait(false);
        if (end.Last is { } last)
        {
            (_lastEpoch, _lastWrittenAt) = (last.Epoch, last.WrittenAt);
            ThrowIfTaken(last);
        }
        var epoch = _epoch > 0 ? _epoch : _lastEpoch + 1;
        var isStored = end.IsKnownAsStored
            || await _objects.SettleAsync(end.Last!, epoch, cancellationToken).ConfigureAwait(false);
        (_committed, Stored, _uuids) = await _reader.CommittedAsync(end, isStored, cancellationToken).ConfigureAwait(false);
        (_last, _isUncertain) = (end.Number, false);
    }

    /// <summary>Stores a checkpoint, with the events of a page or without.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="page">The page; null if the events are not stored here.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="CheckpointException">Another process has taken the feed.</exception>
    /// <exception cref="ObjectStorageException">The storage rejected the request or did not respond.</exception>
    public async Task WriteAsync(Checkpoint checkpoint, FollowedPage<RawEvent>? page, CancellationToken cancellationToken)
    {
        var (stored, uuids) = (checkpoint with { RecentUuids = [] }, checkpoint.RecentUuids);
        if (_isUncertain)
        {
            await ReloadAsync(cancellationToken).ConfigureAwait(false);
            if (Stored is { } known && (known.Cursor, known.Events, known.State) == (stored.Cursor, stored.Events, stored.State))
                return; // The write whose result was unknown did succeed.
        }
        // The program has loaded the checkpoint again, after another process stored events, and still has a page from before.
        if (page is not null && checkpoint.Events - page.Items.Count < Stored?.Events)
            throw TakenOver();
        cancellationToken.ThrowIfCancellationRequested();
        _isUncertain = true;
        var isMove = page is null && IsMove(stored, uuids);
        if (isMove)
            await ThrowIfTakenAsync(cancellationToken).ConfigureAwait(false);
        else
            await AppendAsync(stored, page, uuids, cancellationToken).ConfigureAwait(false);
        var latest = new LatestPosition(_last, stored);
        if (isMove)
            await _objects.ReplaceLatestAsync(latest, cancellationToken).ConfigureAwait(false);
        else if (page is { HasMore: false } || _last % UuidChange.Interval == 0)
            await _objects.TryReplaceLatestAsync(latest, cancellationToken).ConfigureAwait(false);
        (Stored, _uuids, _isUncertain) = (stored, uuids, false);
    }

    private async Task AppendAsync(
        Checkpoint stored, FollowedPage<RawEvent>? page, IReadOnlyList<string> uuids, CancellationToken cancellationToken)
    {
        var now = Now;
        var isComplete = page is null || EndsSealed || (_last + 1) % UuidChange.Interval == 0;
        var change = isComplete ? UuidChange.All(uuids) : UuidChange.Between(_uuids, uuids);
        var content = page is { Items.Count: > 0 }
            ? await _objects.PrepareAsync(stored, _last + 1, now, page.Items, cancellationToken).ConfigureAwait(false)
            : null;
        var entry = Entry(stored, now, content, change);
        if (await _objects.CreateAsync(entry, cancellationToken).ConfigureAwait(false) is { } other)
        {
            ThrowIfTaken(other);
            throw new ObjectStorageException(
                $"An earlier write of '{Name}', whose result was unknown, has arrived late. Follow again to read its result.");
        }
        if (content is not null && !await _objects.StoreAsync(content, _epoch, cancellationToken).ConfigureAwait(false))
            throw TakenOver();
        Advance(entry);
    }

    private void Advance(ChainEntry entry) =>
        (_last, _committed, _lastWrittenAt) = (entry.Number, entry.Number, entry.WrittenAt);

    private ChainEntry Entry(Checkpoint? checkpoint, DateTimeOffset now, PageContent? page, UuidChange uuids) =>
        new(_last + 1, _epoch, now, _committed, checkpoint, page?.Events, page?.Archive, uuids);

    // A poll without events moves only these. The first write is never a move: a late write of the previous owner could undo it.
    private bool IsMove(Checkpoint stored, IReadOnlyList<string> uuids) => Stored is { } known && _last > _taken && !EndsSealed
        && stored == known with
        {
            Cursor = stored.Cursor,
            SavedAt = stored.SavedAt,
            Duplicates = stored.Duplicates,
            RecentUuids = stored.RecentUuids, // Compared below: a record compares lists by reference.
        }
        && uuids.SequenceEqual(_uuids, StringComparer.Ordinal);

    // The object of the latest position has no fence. It cannot do harm, but a replaced process must end.
    private async Task ThrowIfTakenAsync(CancellationToken cancellationToken)
    {
        if (await _objects.LastNumberAsync(_last, cancellationToken).ConfigureAwait(false) is var last && last > _last)
            ThrowIfTaken(await _objects.ReadAsync(last, cancellationToken).ConfigureAwait(false));
    }

    private void ThrowIfTaken(ChainEntry last)
    {
        if (_epoch > 0 && last.Epoch != _epoch)
            throw TakenOver();
    }

    private CheckpointException TakenOver() => new(
        CheckpointFailure.TakenOver,
        $"Another process has taken over '{Name}', and its checkpoint decides whether the last page is stored. "
        + "Do not store that page elsewhere.");
}
