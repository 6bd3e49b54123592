namespace OnePassword.Events;

/// <summary>One of the three feeds in one version of the API.</summary>
/// <typeparam name="TEvent">The event.</typeparam>
public sealed class EventFeed<TEvent> : IEventFeed
{
    private readonly FeedCalls _calls;
    private readonly TimeProvider _clock;
    private readonly Func<PageRequest, CancellationToken, Task<IEventItems<TEvent>>> _fetch;
    private readonly Func<PageRequest, CancellationToken, Task<ReadOnlyMemory<byte>>> _fetchRaw;

    internal EventFeed(
        FeedCalls calls,
        TimeProvider clock,
        Func<PageRequest, CancellationToken, Task<IEventItems<TEvent>>> fetch,
        Func<PageRequest, CancellationToken, Task<ReadOnlyMemory<byte>>> fetchRaw) =>
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
        token => PageLoop.ReadAsync(query ?? EventQuery.All, _clock, FetchAsync, _calls.Standstill, token),
        cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<RawEventPage> ReadRawAsync(EventQuery? query = null, CancellationToken cancellationToken = default) =>
        PageLoop.ReadAsync(query ?? EventQuery.All, _clock, FetchRawAsync, _calls.Standstill, cancellationToken);

    private Task<EventPage<TEvent>> FetchAsync(PageRequest request, CancellationToken cancellationToken) => _calls.ReadPageAsync(
        request, async (request, token) => TypedPage.From(await _fetch(request, token).ConfigureAwait(false)), cancellationToken);

    private Task<RawEventPage> FetchRawAsync(PageRequest request, CancellationToken cancellationToken) => _calls.ReadPageAsync(
        request, async (request, token) => RawEventPage.Parse(await _fetchRaw(request, token).ConfigureAwait(false)), cancellationToken);
}
