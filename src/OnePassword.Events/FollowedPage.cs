using OnePassword.Events.Checkpoints;

namespace OnePassword.Events;

/// <summary>
/// A page of a feed that is followed. Commit it once its events are safe: the next run starts after the last page that was
/// committed, and sees one that was not again.
/// </summary>
/// <typeparam name="TEvent">The event: a typed one, or <see cref="RawEvent"/>.</typeparam>
public sealed class FollowedPage<TEvent>
{
    private readonly Func<Checkpoint, CancellationToken, ValueTask> _save;
    private readonly TimeProvider _clock;

    internal FollowedPage(string name, IReadOnlyList<TEvent> items, AdditionalProperties additionalProperties, bool hasMore, Checkpoint after, TimeProvider clock, Func<Checkpoint, CancellationToken, ValueTask> save) =>
        (Name, Items, AdditionalProperties, HasMore, Checkpoint, _clock, _save) = (name, items, additionalProperties, hasMore, after, clock, save);

    /// <summary>The follower's name, under which the checkpoint is kept.</summary>
    public string Name { get; }

    /// <summary>The feed, one of <see cref="FeedNames"/>.</summary>
    public string Feed => Checkpoint.Feed;

    /// <summary>
    /// The events, in the server's order, without those that came before; empty only if the page holds elements that are no events,
    /// which are in <see cref="AdditionalProperties"/> then.
    /// </summary>
    public IReadOnlyList<TEvent> Items { get; }

    /// <summary>
    /// What the server sent beside the events: fields of the page that no specification names and, under <c>items</c>, elements that
    /// are no events. Nothing for raw events, to which everything in <c>items</c> is one.
    /// </summary>
    public AdditionalProperties AdditionalProperties { get; }

    /// <summary>Whether there may be more events right now.</summary>
    public bool HasMore { get; }

    /// <summary>The checkpoint that committing this page saves.</summary>
    public Checkpoint Checkpoint { get; }

    /// <summary>Whether the page has been committed.</summary>
    public bool IsCommitted { get; private set; }

    /// <summary>Saves where the feed stands after this page, which commits all pages before it as well. A second time does nothing.</summary>
    /// <param name="state">What to keep together with the cursor, in the same step; null to keep what is there.</param>
    /// <param name="cancellationToken">Ends the saving: the old checkpoint stays, or the new one is there.</param>
    /// <exception cref="ArgumentException"><paramref name="state"/> contains half a surrogate pair, which cannot be stored unchanged.</exception>
    /// <exception cref="InvalidOperationException">The feed was enumerated again after the enumeration that this page belongs to.</exception>
    public async ValueTask CommitAsync(string? state = null, CancellationToken cancellationToken = default)
    {
        if (!CheckpointText.IsStorable(state))
            throw new ArgumentException("The state contains half a surrogate pair, which cannot be stored unchanged; encode binary data as Base64.", nameof(state));
        if (IsCommitted)
            return;
        await _save(Checkpoint with { State = state ?? Checkpoint.State, SavedAt = _clock.GetUtcNow() }, cancellationToken).ConfigureAwait(false);
        IsCommitted = true;
    }
}
