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

    /// <summary>
    /// Follows the feed by cursor from its checkpoint until cancelled, as the bytes that the server sent. Commit each page after you have
    /// stored its events. A new enumeration continues after the last committed page.
    /// </summary>
    /// <param name="checkpoints">The store of the feed's checkpoint.</param>
    /// <param name="options">The options. Default: those of <see cref="FollowOptions"/>.</param>
    /// <param name="cancellationToken">Stops following.</param>
    /// <returns>Pages with at least one event each. No request is sent before the enumeration starts.</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="CheckpointException">The checkpoint is corrupt, in use, or belongs to another feed, account, server or API version.</exception>
    /// <exception cref="EventsApiException">The server rejected the request or failed.</exception>
    /// <exception cref="EventsResponseException">The response is not what the API promises.</exception>
    /// <exception cref="EventsConnectionException">The server cannot be reached, or a timeout elapsed.</exception>
    IAsyncEnumerable<FollowedPage<RawEvent>> FollowRawAsync(ICheckpointStore checkpoints, FollowOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Follows the feed until cancelled, passes each page to a handler and commits it when the handler returns. After a failure of the
    /// server, the network or the handler it waits, then delivers the uncommitted page again.
    /// </summary>
    /// <param name="checkpoints">The store of the feed's checkpoint.</param>
    /// <param name="handle">Stores the events of a page.</param>
    /// <param name="options">The options. Default: those of <see cref="FollowOptions"/>.</param>
    /// <param name="cancellationToken">Stops following.</param>
    /// <returns>Completes if <see cref="FollowOptions.StopWhenCaughtUp"/> is set and the server has no more events for now.</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="CheckpointException">The checkpoint is corrupt, in use, or belongs to another feed, account, server or API version.</exception>
    /// <exception cref="EventsApiException">The server rejected the request (400), so a retry would fail too.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task FollowRawAsync(ICheckpointStore checkpoints, Func<FollowedPage<RawEvent>, CancellationToken, Task> handle, FollowOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Follows the feed like the overload above, and stores the string that the handler returns atomically with the cursor. Return the
    /// length of your output file, truncate the file to it in <see cref="FollowOptions.OnStart"/>, and every event is written exactly once.
    /// </summary>
    /// <param name="checkpoints">The store of the feed's checkpoint.</param>
    /// <param name="handle">Stores the events of a page and returns the new state; null keeps the stored one.</param>
    /// <param name="options">The options. Default: those of <see cref="FollowOptions"/>.</param>
    /// <param name="cancellationToken">Stops following.</param>
    /// <returns>Completes if <see cref="FollowOptions.StopWhenCaughtUp"/> is set and the server has no more events for now.</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="CheckpointException">The checkpoint is corrupt, in use, or belongs to another feed, account, server or API version.</exception>
    /// <exception cref="EventsApiException">The server rejected the request (400), so a retry would fail too.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task FollowRawAsync(ICheckpointStore checkpoints, Func<FollowedPage<RawEvent>, CancellationToken, Task<string?>> handle, FollowOptions? options = null, CancellationToken cancellationToken = default);
}
