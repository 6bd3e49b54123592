namespace OnePassword.Events;

/// <summary>
/// Handles the pages of followed feeds in a hosted application. Implement it for each event type that you need, of V2 or V1, or for
/// <see cref="RawEvent"/> to receive all feeds as the bytes that the server sent.
/// </summary>
/// <typeparam name="TEvent">The type of the events.</typeparam>
public interface IEventPageHandler<TEvent>
{
    /// <summary>
    /// Stores the events of a page. The page is committed when this returns. If it throws, the same page is delivered again after a
    /// delay. The pages of one feed are handled in order, one at a time; feeds and accounts are handled concurrently.
    /// </summary>
    /// <param name="page">The page. <see cref="FollowedPage{TEvent}.Name"/> identifies the account and the feed.</param>
    /// <param name="cancellationToken">Cancelled when the application stops. An unfinished page is delivered again at the next start.</param>
    Task HandleAsync(FollowedPage<TEvent> page, CancellationToken cancellationToken = default);
}
