using System.Buffers;
using System.Text;
using Newtonsoft.Json;
using OnePassword.Events.Backfill;
using OnePassword.Events.Following;
using OnePassword.Events.Pipeline;
using OnePassword.Events.Reading;

namespace OnePassword.Events;

/// <summary>One of the three feeds in one version of the API.</summary>
/// <typeparam name="TEvent">The event.</typeparam>
public sealed class EventFeed<TEvent> : IEventFeed
{
    private readonly FeedRequestExecutor _calls;
    private readonly TimeProvider _clock;
    private readonly Func<PageRequest, CancellationToken, Task<IEventItems<TEvent>>> _fetch;
    private readonly Func<PageRequest, CancellationToken, Task<WireBody>> _fetchRaw;

    internal EventFeed(
        FeedRequestExecutor calls,
        TimeProvider clock,
        Func<PageRequest, CancellationToken, Task<IEventItems<TEvent>>> fetch,
        Func<PageRequest, CancellationToken, Task<WireBody>> fetchRaw) =>
        (_calls, _clock, _fetch, _fetchRaw) = (calls, clock, fetch, fetchRaw);

    /// <inheritdoc/>
    public string Name => _calls.Feed;

    /// <summary>Reads events, in the server's order, as items or (<see cref="EventSequence{TEvent}.AsPages"/>) as pages.</summary>
    /// <param name="query">Which events; null for <see cref="EventQuery.All"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Nothing is asked of the server before it is enumerated; enumerating throws what the exceptions below say.</returns>
    /// <exception cref="EventsApiException">The server refused or failed.</exception>
    /// <exception cref="EventsResponseException">The server's answer is not what the API promises.</exception>
    /// <exception cref="EventsConnectionException">The server could not be reached, or did not answer in time.</exception>
    public EventSequence<TEvent> ReadAsync(EventQuery? query = null, CancellationToken cancellationToken = default) => new(
        token => SequentialReader.ReadAsync(query ?? EventQuery.All, _clock, FetchAsync, _calls.NoProgress, ahead: false, token),
        cancellationToken);

    /// <summary>
    /// Reads the events between two moments side by side, in windows of time, as fast as the account's quota allows however long an
    /// answer takes. They come in the order of their windows; within one, in the server's order.
    /// </summary>
    /// <param name="query">Which events: <see cref="EventQuery.Between"/>.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Nothing is asked of the server before it is enumerated; enumerating throws what the exceptions below say.</returns>
    /// <remarks>An event that arrives, during the reading, in a time that has been read already is not among them.</remarks>
    /// <exception cref="ArgumentException">The query has no start or no end, or an option is out of its range.</exception>
    /// <exception cref="EventsApiException">The server refused or failed.</exception>
    /// <exception cref="EventsResponseException">The server's answer is not what the API promises.</exception>
    /// <exception cref="EventsConnectionException">The server could not be reached, or did not answer in time.</exception>
    public EventSequence<TEvent> ReadAsync(EventQuery query, ReadOptions options, CancellationToken cancellationToken = default)
    {
        var (range, how) = (Closed(query), ReadOptions.Checked(options, query));
        return new(token => TypedWindows(range, how).RunAsync(token), cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<RawEventPage> ReadRawAsync(EventQuery? query = null, CancellationToken cancellationToken = default) =>
        SequentialReader.ReadAsync(query ?? EventQuery.All, _clock, FetchRawAsync, _calls.NoProgress, ahead: true, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<RawEventPage> ReadRawAsync(EventQuery query, ReadOptions options, CancellationToken cancellationToken = default)
    {
        var (range, how) = (Closed(query), ReadOptions.Checked(options, query));
        return new EachTimeAnew<RawEventPage>(token => RawWindows(range, how).RunAsync(token), cancellationToken);
    }

    /// <summary>
    /// Follows the feed by cursor from its checkpoint until cancelled. Commit each page after you have stored its events. A new
    /// enumeration continues after the last committed page.
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
    public IAsyncEnumerable<FollowedPage<TEvent>> FollowAsync(ICheckpointStore checkpoints, FollowOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(checkpoints);
        return new FollowLoop<EventPage<TEvent>, TEvent>(TypedSource, checkpoints, FollowOptions.Checked(options)).RunAsync(cancellationToken);
    }

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
    public Task FollowAsync(ICheckpointStore checkpoints, Func<FollowedPage<TEvent>, CancellationToken, Task> handle, FollowOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handle);
        return FollowAsync(checkpoints, WithoutState(handle), options, cancellationToken);
    }

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
    public Task FollowAsync(ICheckpointStore checkpoints, Func<FollowedPage<TEvent>, CancellationToken, Task<string?>> handle, FollowOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(checkpoints);
        ArgumentNullException.ThrowIfNull(handle);
        return new FollowRunner<TEvent>(_calls, _clock, FollowOptions.Checked(options), (watched, token) => FollowAsync(checkpoints, watched, token)).RunAsync(handle, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<FollowedPage<RawEvent>> FollowRawAsync(ICheckpointStore checkpoints, FollowOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(checkpoints);
        return new FollowLoop<RawEventPage, RawEvent>(RawSource, checkpoints, FollowOptions.Checked(options)).RunAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task FollowRawAsync(ICheckpointStore checkpoints, Func<FollowedPage<RawEvent>, CancellationToken, Task> handle, FollowOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handle);
        return FollowRawAsync(checkpoints, WithoutState(handle), options, cancellationToken);
    }

    /// <inheritdoc/>
    public Task FollowRawAsync(ICheckpointStore checkpoints, Func<FollowedPage<RawEvent>, CancellationToken, Task<string?>> handle, FollowOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(checkpoints);
        ArgumentNullException.ThrowIfNull(handle);
        return new FollowRunner<RawEvent>(_calls, _clock, FollowOptions.Checked(options), (watched, token) => FollowRawAsync(checkpoints, watched, token)).RunAsync(handle, cancellationToken);
    }

    private static Func<FollowedPage<T>, CancellationToken, Task<string?>> WithoutState<T>(Func<FollowedPage<T>, CancellationToken, Task> handle) => async (page, token) =>
    {
        await handle(page, token).ConfigureAwait(false);
        return null;
    };

    internal ParallelReader<EventPage<TEvent>, TEvent> TypedWindows(EventQuery query, ReadOptions options) => new(
        new(
            FetchAsync, _calls.NoProgress, _calls.Share, _clock, page => page.Items, @event => (@event as IEvent)?.Timestamp?.Value, WriteKey,
            page => page.AdditionalProperties.Count > 0,
            (page, now) => new(now.Events, page.Cursor, now.HasMore, page.AdditionalProperties) { Position = now.Position }),
        query, options);

    internal ParallelReader<RawEventPage, RawEvent> RawWindows(EventQuery query, ReadOptions options) => new(
        new(
            FetchRawAsync, _calls.NoProgress, _calls.Share, _clock, page => page.Events, @event => @event.TryGetTimestamp(out var moment) ? moment : null, (@event, output) => @event.WriteKey(output),
            _ => false,
            (page, now) => page.HandOut(now)),
        query, options);

    // By which it is recognised when it comes again: its identifier, or all of it if it has none.
    private static void WriteKey(TEvent @event, IBufferWriter<byte> output) =>
        Encoding.UTF8.GetBytes(EventIdentity.Of((@event as IEvent)?.Uuid) ?? JsonConvert.SerializeObject(@event), output);

    private static EventQuery Closed(EventQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return query is { Start: not null, End: not null } ? query : throw new ArgumentException("Only events between two moments can be read side by side.", nameof(query));
    }

    private FollowSource<EventPage<TEvent>, TEvent> TypedSource => new(
        _calls, _clock, FetchAsync, page => page.Items, page => page.AdditionalProperties, @event => EventIdentity.Of((@event as IEvent)?.Uuid), Checksum: null, @event => (@event as IEvent)?.Timestamp);

    private FollowSource<RawEventPage, RawEvent> RawSource => new(
        _calls, _clock, FetchRawAsync, page => page.Events, _ => AdditionalProperties.None, @event => EventIdentity.Of(@event.Uuid), @event => Checksum.Of(@event.Json.Span), @event => @event.Timestamp);

    private Task<EventPage<TEvent>> FetchAsync(PageRequest request, CancellationToken cancellationToken) => FetchAsync(request, waited: null, cancellationToken);

    private Task<EventPage<TEvent>> FetchAsync(PageRequest request, Action<TimeSpan>? waited, CancellationToken cancellationToken) => _calls.ReadPageAsync(
        request, async (request, token) => TypedPage.From(await _fetch(request, token).ConfigureAwait(false)), cancellationToken, waited);

    private Task<RawEventPage> FetchRawAsync(PageRequest request, CancellationToken cancellationToken) => FetchRawAsync(request, waited: null, cancellationToken);

    private Task<RawEventPage> FetchRawAsync(PageRequest request, Action<TimeSpan>? waited, CancellationToken cancellationToken) => _calls.ReadPageAsync(
        request, async (request, token) => RawEventPage.Parse(await _fetchRaw(request, token).ConfigureAwait(false)), cancellationToken, waited);
}
