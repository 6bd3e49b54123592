using System.Globalization;
using OnePassword.Events.Checkpoints;
using OnePassword.Events.Following;

namespace OnePassword.Events;

/// <summary>
/// A page of a followed feed. Commit it after you have stored its events: the next run continues after the last committed page
/// and delivers uncommitted pages again.
/// </summary>
/// <typeparam name="TEvent">The type of the events: a DTO, or <see cref="RawEvent"/>.</typeparam>
public sealed class FollowedPage<TEvent>
{
    private readonly long _number;
    private readonly CommittedPosition _committed;

    internal FollowedPage(
        string name,
        IReadOnlyList<TEvent> items,
        AdditionalProperties additionalProperties,
        bool hasMore,
        Checkpoint checkpoint,
        long number,
        CommittedPosition committed)
    {
        (Name, Items, AdditionalProperties, HasMore, Checkpoint) = (name, items, additionalProperties, hasMore, checkpoint);
        (_number, _committed) = (number, committed);
    }

    /// <summary>Gets the follower's name, which is also the name of its checkpoint.</summary>
    public string Name { get; }

    /// <summary>Gets the feed, one of <see cref="FeedNames"/>.</summary>
    public string Feed => Checkpoint.Feed;

    /// <summary>
    /// Gets the events in the server's order, without duplicates. It is empty only if the page contains nothing but elements that
    /// are not events; those are in <see cref="AdditionalProperties"/>.
    /// </summary>
    public IReadOnlyList<TEvent> Items { get; }

    /// <summary>
    /// Gets the other values that the server sent: unknown fields of the page and, under <c>items</c>, elements that are not
    /// events. Empty for raw events, where every element of <c>items</c> is an event.
    /// </summary>
    public AdditionalProperties AdditionalProperties { get; }

    /// <summary>Gets a value indicating whether the server has more events for now.</summary>
    public bool HasMore { get; }

    /// <summary>Gets the checkpoint after this page. Committing stores it with the time and the state of the commit.</summary>
    public Checkpoint Checkpoint { get; }

    /// <summary>
    /// Gets how often this page has been delivered to the handler, including this time: 1, or more if the handler failed. The
    /// count restarts with the follower.
    /// </summary>
    /// <remarks>
    /// A handler can give up on a page that it cannot process: after some deliveries, it stores the events elsewhere and returns.
    /// The follower then commits the page and continues. <see cref="FollowOptions.MaxDeliveryCount"/> stops it instead.
    /// </remarks>
    public int DeliveryCount { get; internal set; } = 1;

    /// <summary>Gets a value indicating whether this page has been committed.</summary>
    public bool IsCommitted { get; private set; }

    /// <summary>Stores the position after this page, which also commits all earlier pages. A second call does nothing.</summary>
    /// <param name="state">A string to store atomically with the cursor. Default: the stored state stays.</param>
    /// <param name="cancellationToken">Cancels the save: the checkpoint is then the old or the new one.</param>
    /// <exception cref="ArgumentException"><paramref name="state"/> contains an unpaired surrogate, which cannot be stored
    /// unchanged.</exception>
    /// <exception cref="InvalidOperationException">The feed was followed again after this page was read.</exception>
    /// <example>
    /// <code>
    /// using var checkpoints = FileCheckpointStore.Open("state");
    /// await foreach (var page in events.ItemUsages.FollowAsync(checkpoints, cancellationToken: cancellationToken))
    /// {
    ///     await SaveAsync(page.Items);
    ///     await page.CommitAsync(); // This page will not be delivered again.
    /// }
    /// </code>
    /// </example>
    public ValueTask CommitAsync(string? state = null, CancellationToken cancellationToken = default) =>
        CommitWithAsync(save: null, state, cancellationToken);

    /// <summary>
    /// Commits this page with a function that saves the checkpoint, for example in one transaction with the events. The follower
    /// continues after this page when the function returns. The function is not called if this page was committed before.
    /// </summary>
    /// <param name="save">
    /// Saves the checkpoint where the store of the follower loads it. The previous or the new checkpoint exists when it throws.
    /// </param>
    /// <param name="state">A string to store atomically with the cursor. Default: the stored state stays.</param>
    /// <param name="cancellationToken">Is passed to <paramref name="save"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="state"/> contains an unpaired surrogate, which cannot be stored
    /// unchanged.</exception>
    /// <exception cref="InvalidOperationException">The feed was followed again after this page was read.</exception>
    /// <example>
    /// <code>
    /// await followedPage.CommitAsync(async (checkpoint, token) =&gt;
    /// {
    ///     await using var transaction = await database.BeginTransactionAsync(token);
    ///     await InsertAsync(followedPage.Items, transaction, token);
    ///     await ReplaceAsync(followedPage.Name, checkpoint.ToJson(), transaction, token);
    ///     await transaction.CommitAsync(token);
    /// });
    /// </code>
    /// </example>
    public ValueTask CommitAsync(
        Func<Checkpoint, CancellationToken, ValueTask> save, string? state = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(save);
        return CommitWithAsync(save, state, cancellationToken);
    }

    /// <summary>
    /// Stores a state without committing this page. Use it for data that must be durable before the first event is written, such
    /// as the name of a new output file.
    /// </summary>
    /// <param name="state">A string that replaces the stored state.</param>
    /// <param name="cancellationToken">Cancels the save: the state is then the old or the new one.</param>
    /// <exception cref="ArgumentException"><paramref name="state"/> contains an unpaired surrogate, which cannot be stored
    /// unchanged.</exception>
    /// <exception cref="InvalidOperationException">The feed was followed again after this page was read.</exception>
    public ValueTask SaveStateAsync(string state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        CheckpointText.Checked(state, nameof(state));
        return _committed.SaveStateAsync(state, cancellationToken);
    }

    /// <summary>Returns the follower's name and the number of events.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name}: {Items.Count} events; more: {HasMore}");

    private async ValueTask CommitWithAsync(
        Func<Checkpoint, CancellationToken, ValueTask>? save, string? state, CancellationToken cancellationToken)
    {
        CheckpointText.Checked(state, nameof(state));
        if (IsCommitted)
            return;
        await _committed.CommitAsync(_number, Checkpoint, state, save, cancellationToken).ConfigureAwait(false);
        IsCommitted = true;
    }
}
