namespace OnePassword.Events;

/// <summary>A feed of either API version, for programs that use the events as the server sent them.</summary>
public interface IEventFeed
{
    /// <summary>Gets the feed's name, one of <see cref="FeedNames"/>. The token must have the feature of the same name.</summary>
    string Name { get; }

    /// <summary>Reads events as the bytes that the server sent, page by page, without creating objects.</summary>
    /// <param name="query">The events to read. Default: <see cref="EventQuery.All"/>.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>
    /// The pages. No request is sent before the enumeration starts. While a page is in use, the next one is requested, but no
    /// further one. Dispose each page after use: see <see cref="RawEventPage"/>.
    /// </returns>
    /// <exception cref="EventsApiException">The server rejected the request or failed.</exception>
    /// <exception cref="EventsResponseException">The response does not conform to the API.</exception>
    /// <exception cref="EventsConnectionException">The server cannot be reached, or a timeout elapsed.</exception>
    IAsyncEnumerable<RawEventPage> ReadRawAsync(EventQuery? query = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads the events of a closed time range with several requests in parallel, as fast as the account's quota allows at any
    /// latency. The range is divided into time windows. Windows come in order; events within a window are in the server's
    /// order.
    /// </summary>
    /// <param name="query">The events to read, with a start and an end: <see cref="EventQuery.Between"/>.</param>
    /// <param name="options">The options.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>
    /// The pages. No request is sent before the enumeration starts. Only the last page reports that there are no more.
    /// </returns>
    /// <remarks>An event that arrives during the read with a time that has already been read is not included.</remarks>
    /// <exception cref="ArgumentException">The query has no start or no end, or an option is out of range.</exception>
    /// <exception cref="EventsApiException">The server rejected the request or failed.</exception>
    /// <exception cref="EventsResponseException">The response does not conform to the API.</exception>
    /// <exception cref="EventsConnectionException">The server cannot be reached, or a timeout elapsed.</exception>
    IAsyncEnumerable<RawEventPage> ReadRawAsync(
        EventQuery query, ReadOptions options, CancellationToken cancellationToken = default);

    /// <summary>
    /// Follows the feed by cursor from its checkpoint until canceled, as the bytes that the server sent. Commit each page after
    /// you have stored its events. A new enumeration continues after the last committed page.
    /// </summary>
    /// <param name="checkpoints">The store of the feed's checkpoint.</param>
    /// <param name="options">The options. Default: those of <see cref="FollowOptions"/>.</param>
    /// <param name="cancellationToken">Stops following.</param>
    /// <returns>Pages with at least one event each. No request is sent before the enumeration starts.</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="CheckpointException">
    /// The checkpoint is corrupt, in use, or belongs to another feed, account, server or API version.
    /// </exception>
    /// <exception cref="EventsApiException">The server rejected the request or failed.</exception>
    /// <exception cref="EventsResponseException">The response does not conform to the API.</exception>
    /// <exception cref="EventsConnectionException">The server cannot be reached, or a timeout elapsed.</exception>
    IAsyncEnumerable<FollowedPage<RawEvent>> FollowRawAsync(
        ICheckpointStore checkpoints,
        FollowOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Follows the feed until canceled, passes each page to a handler and commits it when the handler returns. After a failure
    /// of the server, the network or the handler it waits, then delivers the uncommitted page again.
    /// </summary>
    /// <param name="checkpoints">The store of the feed's checkpoint.</param>
    /// <param name="handle">Stores the events of a page.</param>
    /// <param name="options">The options. Default: those of <see cref="FollowOptions"/>.</param>
    /// <param name="cancellationToken">Stops following.</param>
    /// <returns>
    /// Completes if <see cref="FollowOptions.StopWhenCaughtUp"/> is set and the server has no more events for now.
    /// </returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="CheckpointException">
    /// The checkpoint is corrupt, in use, or belongs to another feed, account, server or API version.
    /// </exception>
    /// <exception cref="EventsApiException">The server rejected the request (400), so a retry would fail too.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    Task FollowRawAsync(
        ICheckpointStore checkpoints,
        Func<FollowedPage<RawEvent>, CancellationToken, Task> handle,
        FollowOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Follows the feed like the overload above, and stores the string that the handler returns atomically with the cursor.
    /// Return the length of your output file, truncate the file to it in <see cref="FollowOptions.OnStart"/>, and every event is
    /// written exactly once.
    /// </summary>
    /// <param name="checkpoints">The store of the feed's checkpoint.</param>
    /// <param name="handle">Stores the events of a page and returns the new state; null keeps the stored one.</param>
    /// <param name="options">The options. Default: those of <see cref="FollowOptions"/>.</param>
    /// <param name="cancellationToken">Stops following.</param>
    /// <returns>
    /// Completes if <see cref="FollowOptions.StopWhenCaughtUp"/> is set and the server has no more events for now.
    /// </returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="CheckpointException">
    /// The checkpoint is corrupt, in use, or belongs to another feed, account, server or API version.
    /// </exception>
    /// <exception cref="EventsApiException">The server rejected the request (400), so a retry would fail too.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    Task FollowRawAsync(
        ICheckpointStore checkpoints,
        Func<FollowedPage<RawEvent>, CancellationToken, Task<string?>> handle,
        FollowOptions? options = null,
        CancellationToken cancellationToken = default);
}
