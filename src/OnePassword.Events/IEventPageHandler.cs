namespace OnePassword.Events;

/// <summary>
/// What an application does with the events that it follows. Implement it for each type of event that is of interest, of V2 or of
/// V1, or for <see cref="RawEvent"/>: all feeds, as the server sent them.
/// </summary>
/// <typeparam name="TEvent">The event.</typeparam>
public interface IEventPageHandler<TEvent>
{
    /// <summary>
    /// Makes the events of a page safe. When it returns, the page is committed; when it throws, the same page comes again after a
    /// wait. One page of a feed at a time, in order; feeds and accounts side by side.
    /// </summary>
    /// <param name="page">The page; <see cref="FollowedPage{TEvent}.Name"/> tells the account and the feed.</param>
    /// <param name="cancellationToken">The application stops; a page that is not done then comes again at the next start.</param>
    Task HandleAsync(FollowedPage<TEvent> page, CancellationToken cancellationToken = default);
}
