namespace OnePassword.Events;

/// <summary>A checkpoint store that also has the events: a page and its checkpoint are stored in one step.</summary>
/// <remarks>
/// Loading a checkpoint takes the feed. From then on, another process that followed it cannot store anything, and gets a
/// <see cref="CheckpointException"/> with <see cref="CheckpointFailure.TakenOver"/>.
/// </remarks>
/// <example>
/// <code>
/// static Task FollowAsync(IEventFeed feed, IEventStore store) =&gt;
///     feed.FollowRawAsync(store, (page, token) =&gt; store.StoreAsync(page, token));
/// </code>
/// </example>
public interface IEventStore : ICheckpointStore, IAsyncDisposable
{
    /// <summary>Stores the events of a page and commits the page, in one step.</summary>
    /// <param name="page">The page.</param>
    /// <param name="cancellationToken">Cancels the operation. It can then be unknown whether the page is stored.</param>
    /// <returns>A task that completes when the page is committed.</returns>
    /// <exception cref="CheckpointException">Another process has taken the feed. Only a load takes it back.</exception>
    Task StoreAsync(FollowedPage<RawEvent> page, CancellationToken cancellationToken = default);
}
