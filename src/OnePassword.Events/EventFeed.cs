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
    private readonly FeedRequestExecutor _executor;
    private readonly TimeProvider _clock;
    private readonly PageReader<EventPage<TEvent>> _typed;
    private readonly PageReader<RawEventPage> _raw;

    internal EventFeed(
        FeedRequestExecutor executor,
        Func<PageRequest, FeedCall, CancellationToken, Task<IEventItems<TEvent>>> send,
        Func<PageRequest, FeedCall, CancellationToken, Task<WireBody>> sendRaw)
    {
        var sizes = new PageSizes();
        (_executor, _clock) = (executor, executor.Clock);
        _typed = new(executor, sizes, async (request, call, token) => TypedPage.From(await send(request, call, token).ConfigureAwait(false)));
        _raw = new(executor, sizes, async (request, call, token) => RawEventPage.Parse(await sendRaw(request, call, token).ConfigureAwait(false)));
    }

    /// <inheritdoc/>
    public string Name => _executor.Feed;

    /// <summary>Reads events, in the server's order, as items or (<see cref="EventSequence{TEvent}.AsPages"/>) as pages.</summary>
    /// <param name="query">Which events; null for <see cref="EventQuery.All"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Nothing is asked of the server before it is enumerated; enumerating throws what the exceptions below say.</returns>
    /// <exception cref="EventsApiException">The server refused or failed.</exception>
    /// <exception cref="EventsResponseException">The server's answer is not what the API promises.</exception>
    /// <exception cref="EventsConnectionException">The server could not be reached, or did not answer in time.</exception>
    public EventSequence<TEvent> ReadAsync(EventQuery? query = null, CancellationToken cancellationToken = default) => new(
        token => SequentialReader.ReadAsync(query ?? EventQuery.All, _clock, _typed, ahead: false, token),
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
        SequentialReader.ReadAsync(query ?? EventQuery.All, _clock, _raw, ahead: true, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<RawEventPage> ReadRawAsync(EventQuery query, ReadOptions options, CancellationToken cancellationToken = default)
    {
        var (range, how) = (Closed(query), ReadOptions.Checked(options, query));
        return new EachTimeAnew<RawEventPage>(token => RawWindows(range, how).RunAsync(token), cancellationToken);
    }

    /// <summary>
    /// Follows the feed by cursor for ever, from its checkpoint on: each page is handed out once it is there, and is yours to
    /// commit. Enumerating again goes on after the last page that was committed.
    /// </summary>
    /// <param name="checkpoints">Where the feed's checkpoint is kept.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the following.</param>
    /// <returns>Pages, each with at least one event; nothing is asked of the server before they are enumerated.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="CheckpointException">The checkpoint is damaged, or of another feed, account, server or API version.</exception>
    /// <exception cref="EventsApiException">The server refused or failed.</exception>
    /// <exception cref="EventsResponseException">The server's answer is not what the API promises.</exception>
    /// <exception cref="EventsConnectionException">The server could not be reached, or did not answer in time.</exception>
    public IAsyncEnumerable<FollowedPage<TEvent>> FollowAsync(ICheckpointStore checkpoints, FollowOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(checkpoints);
        return new FollowLoop<EventPage<TEvent>, TEvent>(TypedSource, checkpoints, FollowOptions.Checked(options)).RunAsync(cancellationToken);
    }

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
    public Task FollowAsync(ICheckpointStore checkpoints, Func<FollowedPage<TEvent>, CancellationToken, Task> handle, FollowOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(checkpoints);
        ArgumentNullException.ThrowIfNull(handle);
        return new FollowRunner<TEvent>(_executor, _clock, FollowOptions.Checked(options), (watched, token) => FollowAsync(checkpoints, watched, token)).RunAsync(handle, cancellationToken);
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
        ArgumentNullException.ThrowIfNull(checkpoints);
        ArgumentNullException.ThrowIfNull(handle);
        return new FollowRunner<RawEvent>(_executor, _clock, FollowOptions.Checked(options), (watched, token) => FollowRawAsync(checkpoints, watched, token)).RunAsync(handle, cancellationToken);
    }

    internal ParallelReader<EventPage<TEvent>, TEvent> TypedWindows(EventQuery query, ReadOptions options) => new(
        new(
            _typed, _clock, page => page.Items, @event => (@event as IEvent)?.Timestamp?.Value, WriteKey,
            page => page.AdditionalProperties.Count > 0,
            (page, now) => new(now.Events, page.Cursor, now.HasMore, page.AdditionalProperties) { Position = now.Position }),
        query, options);

    internal ParallelReader<RawEventPage, RawEvent> RawWindows(EventQuery query, ReadOptions options) => new(
        new(
            _raw, _clock, page => page.Events, @event => @event.TryGetTimestamp(out var moment) ? moment : null, (@event, output) => @event.WriteKey(output),
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
        _typed, _clock, page => page.Items, page => page.AdditionalProperties, @event => EventIdentity.Of((@event as IEvent)?.Uuid), Checksum: null, @event => (@event as IEvent)?.Timestamp);

    private FollowSource<RawEventPage, RawEvent> RawSource => new(
        _raw, _clock, page => page.Events, _ => AdditionalProperties.None, @event => EventIdentity.Of(@event.Uuid), @event => Checksum.Of(@event.Json.Span), @event => @event.Timestamp);
}
