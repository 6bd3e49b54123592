namespace OnePassword.Events;

/// <summary>A feed of any version, for those who take its events as the server sent them.</summary>
public interface IEventFeed
{
    /// <summary>The feed's name, one of <see cref="FeedNames"/>; also the feature that the token needs.</summary>
    string Name { get; }

    /// <summary>Reads events as the bytes that the server sent, page by page, without making objects of them.</summary>
    /// <param name="query">Which events; null for <see cref="EventQuery.All"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>
    /// Pages; nothing is asked of the server before they are enumerated. While one is in use, the next one is asked for, and no
    /// further one. Dispose each when you are done with it: see <see cref="RawEventPage"/>.
    /// </returns>
    /// <exception cref="EventsApiException">The server refused or failed.</exception>
    /// <exception cref="EventsResponseException">The server's answer is not what the API promises.</exception>
    /// <exception cref="EventsConnectionException">The server could not be reached, or did not answer in time.</exception>
    IAsyncEnumerable<RawEventPage> ReadRawAsync(EventQuery? query = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads the events between two moments side by side, in windows of time, as fast as the account's quota allows however long an
    /// answer takes. The pages come in the order of their windows; within one, events are in the server's order.
    /// </summary>
    /// <param name="query">Which events: <see cref="EventQuery.Between"/>.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Pages; nothing is asked of the server before they are enumerated. The last one alone says that there is no more.</returns>
    /// <remarks>An event that arrives, during the reading, in a time that has been read already is not among them.</remarks>
    /// <exception cref="ArgumentException">The query has no start or no end, or an option is out of its range.</exception>
    /// <exception cref="EventsApiException">The server refused or failed.</exception>
    /// <exception cref="EventsResponseException">The server's answer is not what the API promises.</exception>
    /// <exception cref="EventsConnectionException">The server could not be reached, or did not answer in time.</exception>
    IAsyncEnumerable<RawEventPage> ReadRawAsync(EventQuery query, ReadOptions options, CancellationToken cancellationToken = default);

    /// <summary>Follows the feed by cursor for ever, from its checkpoint on, as the bytes that the server sent. Each page is yours to commit.</summary>
    /// <param name="checkpoints">Where the feed's checkpoint is kept.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the following.</param>
    /// <returns>Pages, each with at least one event; nothing is asked of the server before they are enumerated.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="CheckpointException">The checkpoint is damaged, or of another feed, account, server or API version.</exception>
    /// <exception cref="EventsApiException">The server refused or failed.</exception>
    /// <exception cref="EventsResponseException">The server's answer is not what the API promises.</exception>
    /// <exception cref="EventsConnectionException">The server could not be reached, or did not answer in time.</exception>
    IAsyncEnumerable<FollowedPage<RawEvent>> FollowRawAsync(ICheckpointStore checkpoints, FollowOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Follows the feed for ever and hands each page to a function, then commits it. Gets through failures of the server, the
    /// network and the function: after a wait, the page that was not committed comes again.
    /// </summary>
    /// <param name="checkpoints">Where the feed's checkpoint is kept.</param>
    /// <param name="handle">Makes the events of a page safe.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the following.</param>
    /// <returns>Ends when there is nothing more for now, if <see cref="FollowOptions.StopWhenCaughtUp"/> says so; else by an exception.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="CheckpointException">The checkpoint is damaged, or of another feed, account, server or API version.</exception>
    /// <exception cref="EventsApiException">The server does not take the request (400), which is not tried again.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    Task FollowRawAsync(ICheckpointStore checkpoints, Func<FollowedPage<RawEvent>, CancellationToken, Task> handle, FollowOptions? options = null, CancellationToken cancellationToken = default);
}
