namespace OnePassword.Events;

/// <summary>
/// Processes the events of a hosted follower. Implement it for each event type of V2 or V1 to receive, or for
/// <see cref="RawEvent"/> to receive the exact bytes of all feeds.
/// </summary>
/// <typeparam name="TEvent">The event type.</typeparam>
public interface IEventPageHandler<TEvent>
{
    /// <summary>
    /// Processes a page. The follower commits the page when this method returns. If it throws, the follower waits and delivers
    /// the page again, with a higher <see cref="FollowedPage{TEvent}.DeliveryCount"/>. Pages of one feed are delivered one at a
    /// time and in order; feeds and accounts are followed in parallel.
    /// </summary>
    /// <param name="page">The page. <see cref="FollowedPage{TEvent}.Name"/> contains the account and the feed.</param>
    /// <param name="cancellationToken">Is canceled when the application stops. An uncommitted page is delivered again.</param>
    /// <returns>A task that completes when the page is processed.</returns>
    Task HandleAsync(FollowedPage<TEvent> page, CancellationToken cancellationToken = default);
}
