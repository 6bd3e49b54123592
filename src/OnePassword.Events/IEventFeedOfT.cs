namespace OnePassword.Events;

/// <summary>
/// One of the three feeds in one version of the API. A class that needs one feed can depend on this interface, and its unit test
/// can substitute it: see <see cref="EventsModelFactory"/>.
/// </summary>
/// <typeparam name="TEvent">The type of the events, such as <see cref="V2.SignInAttempt"/>.</typeparam>
/// <example>
/// <code>
/// public sealed class FailedSignIns(IEventFeed&lt;SignInAttempt&gt; feed)
/// {
///     public async Task&lt;int&gt; CountAsync(CancellationToken cancellationToken)
///     {
///         var count = 0;
///         await foreach (var attempt in feed.ReadAsync(EventQuery.Since(TimeSpan.FromDays(1)), cancellationToken))
///             count += attempt.Succeeded == false ? 1 : 0;
///         return count;
///     }
/// }
/// </code>
/// </example>
public interface IEventFeed<TEvent> : IEventFeed
{
    /// <summary>
    /// Reads events in the server's order, one by one or as pages: <see cref="EventSequence{TEvent}.AsPages"/>.
    /// </summary>
    /// <param name="query">The events to read. Default: <see cref="EventQuery.All"/>.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>
    /// The events. No request is sent before the enumeration starts; the enumeration throws the exceptions below.
    /// </returns>
    /// <exception cref="EventsApiException">The server rejected the request or failed.</exception>
    /// <exception cref="EventsResponseException">The response does not conform to the API.</exception>
    /// <exception cref="EventsConnectionException">The server cannot be reached, or a timeout elapsed.</exception>
    /// <example>
    /// <code>
    /// await foreach (var audit in events.AuditEvents.ReadAsync(EventQuery.Since(TimeSpan.FromDays(7)), cancellationToken))
    ///     Console.WriteLine($"{audit.Timestamp:u} {audit.Action} {audit.ObjectType}");
    ///
    /// await foreach (var page in events.AuditEvents.ReadAsync().AsPages())
    ///     await SaveAsync(page.Items, page.Cursor); // Continue later with EventQuery.After(page.Cursor).
    /// </code>
    /// </example>
    EventSequence<TEvent> ReadAsync(EventQuery? query = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads the events of a closed time range with several requests in parallel, as fast as the account's quota allows at any
    /// latency. The range is divided into time windows. Windows come in order; events within a window are in the server's
    /// order.
    /// </summary>
    /// <param name="query">The events to read, with a start and an end: <see cref="EventQuery.Between"/>.</param>
    /// <param name="options">The options.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>
    /// The events. No request is sent before the enumeration starts; the enumeration throws the exceptions below.
    /// </returns>
    /// <remarks>An event that arrives during the read with a time that has already been read is not included.</remarks>
    /// <exception cref="ArgumentException">The query has no start or no end, or an option is out of range.</exception>
    /// <exception cref="EventsApiException">The server rejected the request or failed.</exception>
    /// <exception cref="EventsResponseException">The response does not conform to the API.</exception>
    /// <exception cref="EventsConnectionException">The server cannot be reached, or a timeout elapsed.</exception>
    EventSequence<TEvent> ReadAsync(EventQuery query, ReadOptions options, CancellationToken cancellationToken = default);

    /// <summary>
    /// Follows the feed by cursor from its checkpoint until canceled. Commit each page after you have stored its events. A new
    /// enumeration continues after the last committed page.
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
    /// <example>
    /// <code>
    /// using var checkpoints = FileCheckpointStore.Open("state");
    /// await foreach (var page in events.AuditEvents.FollowAsync(checkpoints, cancellationToken: cancellationToken))
    /// {
    ///     await SaveAsync(page.Items);
    ///     await page.CommitAsync(); // This page will not be delivered again.
    /// }
    /// </code>
    /// </example>
    IAsyncEnumerable<FollowedPage<TEvent>> FollowAsync(
        ICheckpointStore checkpoints, FollowOptions? options = null, CancellationToken cancellationToken = default);

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
    Task FollowAsync(
        ICheckpointStore checkpoints,
        Func<FollowedPage<TEvent>, CancellationToken, Task> handle,
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
    Task FollowAsync(
        ICheckpointStore checkpoints,
        Func<FollowedPage<TEvent>, CancellationToken, Task<string?>> handle,
        FollowOptions? options = null,
        CancellationToken cancellationToken = default);
}
