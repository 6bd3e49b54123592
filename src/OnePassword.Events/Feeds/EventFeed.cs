using OnePassword.Events.Backfill;
using OnePassword.Events.Following;
using OnePassword.Events.Pipeline;
using OnePassword.Events.Reading;

namespace OnePassword.Events.Feeds;

/// <summary>One of the three feeds in one version of the API.</summary>
internal sealed class EventFeed<TEvent> : IEventFeed<TEvent>
    where TEvent : class, IEvent
{
    private readonly PageReader<EventPage<TEvent>, TEvent> _typed;
    private readonly PageReader<RawEventPage, RawEvent> _raw;

    public EventFeed(
        FeedRequestExecutor executor,
        Func<PageRequest, FeedCall, CancellationToken, Task<IEventItems<TEvent>>> send,
        Func<PageRequest, FeedCall, CancellationToken, Task<PooledBody>> sendRaw)
    {
        var sizes = new PageSizes();
        _typed = new(executor, sizes, new TypedPageFormat<TEvent>(), SendAsync);
        _raw = new(executor, sizes, new RawPageFormat(), SendRawAsync);

        async Task<EventPage<TEvent>> SendAsync(PageRequest request, FeedCall call, CancellationToken token) =>
            TypedPageFormat<TEvent>.Parse(await send(request, call, token).ConfigureAwait(false));

        async Task<RawEventPage> SendRawAsync(PageRequest request, FeedCall call, CancellationToken token) =>
            RawEventPage.Parse(await sendRaw(request, call, token).ConfigureAwait(false));
    }

    public string Name => _raw.Executor.Feed;

    public EventSequence<TEvent> ReadAsync(EventQuery? query = null, CancellationToken cancellationToken = default) =>
        new(token => SequentialReader.ReadAsync(_typed, query ?? EventQuery.All, prefetch: false, token), cancellationToken);

    public EventSequence<TEvent> ReadAsync(EventQuery query, ReadOptions options, CancellationToken cancellationToken = default)
    {
        var validated = ReadOptions.Checked(options, query);
        return new(token => ParallelReader.ReadAsync(_typed, query, validated, token), cancellationToken);
    }

    public IAsyncEnumerable<RawEventPage> ReadRawAsync(EventQuery? query = null, CancellationToken cancellationToken = default) =>
        SequentialReader.ReadAsync(_raw, query ?? EventQuery.All, prefetch: true, cancellationToken);

    public IAsyncEnumerable<RawEventPage> ReadRawAsync(
        EventQuery query, ReadOptions options, CancellationToken cancellationToken = default) =>
        ParallelReader.ReadAsync(_raw, query, ReadOptions.Checked(options, query), cancellationToken);

    public IAsyncEnumerable<FollowedPage<TEvent>> FollowAsync(
        ICheckpointStore checkpoints, FollowOptions? options = null, CancellationToken cancellationToken = default) =>
        new FollowLoop<EventPage<TEvent>, TEvent>(_typed, checkpoints, FollowOptions.Checked(options))
            .RunAsync(cancellationToken);

    public Task FollowAsync(
        ICheckpointStore checkpoints,
        Func<FollowedPage<TEvent>, CancellationToken, Task> handle,
        FollowOptions? options = null,
        CancellationToken cancellationToken = default) =>
        FollowAsync(checkpoints, WithoutState(handle), options, cancellationToken);

    public Task FollowAsync(
        ICheckpointStore checkpoints,
        Func<FollowedPage<TEvent>, CancellationToken, Task<string?>> handle,
        FollowOptions? options = null,
        CancellationToken cancellationToken = default) =>
        new FollowRunner<EventPage<TEvent>, TEvent>(_typed, checkpoints, handle, FollowOptions.Checked(options))
            .RunAsync(cancellationToken);

    public IAsyncEnumerable<FollowedPage<RawEvent>> FollowRawAsync(
        ICheckpointStore checkpoints, FollowOptions? options = null, CancellationToken cancellationToken = default) =>
        new FollowLoop<RawEventPage, RawEvent>(_raw, checkpoints, FollowOptions.Checked(options))
            .RunAsync(cancellationToken);

    public Task FollowRawAsync(
        ICheckpointStore checkpoints,
        Func<FollowedPage<RawEvent>, CancellationToken, Task> handle,
        FollowOptions? options = null,
        CancellationToken cancellationToken = default) =>
        FollowRawAsync(checkpoints, WithoutState(handle), options, cancellationToken);

    public Task FollowRawAsync(
        ICheckpointStore checkpoints,
        Func<FollowedPage<RawEvent>, CancellationToken, Task<string?>> handle,
        FollowOptions? options = null,
        CancellationToken cancellationToken = default) =>
        new FollowRunner<RawEventPage, RawEvent>(_raw, checkpoints, handle, FollowOptions.Checked(options))
            .RunAsync(cancellationToken);

    private static Func<FollowedPage<T>, CancellationToken, Task<string?>> WithoutState<T>(
        Func<FollowedPage<T>, CancellationToken, Task> handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        return async (page, token) =>
        {
            await handle(page, token).ConfigureAwait(false);
            return null;
        };
    }
}
