using OnePassword.Events.Feeds;
using OnePassword.Events.Pipeline;

namespace OnePassword.Events;

/// <summary>
/// Creates the objects that the client returns or throws, for unit tests without a server. Events need no factory: their
/// properties can be initialized.
/// </summary>
/// <example>
/// <code>
/// var page = EventsModelFactory.FollowedPage([new SignInAttempt { Uuid = "A1" }]);
/// await handler.HandleAsync(page);
/// </code>
/// </example>
public static class EventsModelFactory
{
    private const string Cursor = "cursor";

    /// <summary>Creates a page of a followed feed. It can be committed like a page from the server.</summary>
    /// <typeparam name="TEvent">The type of the events: a DTO, or <see cref="RawEvent"/>.</typeparam>
    /// <param name="items">The events. Those of a <see cref="RawEventPage"/> are raw.</param>
    /// <param name="name">The name of the follower. Default: the feed.</param>
    /// <param name="feed">The feed. Default: the feed of the event type; the audit events for <see cref="RawEvent"/>.</param>
    /// <param name="cursor">The cursor after the page, which committing stores.</param>
    /// <param name="hasMore">Whether the server has more events for now.</param>
    /// <param name="checkpoints">The store that committing saves to. Default: a <see cref="MemoryCheckpointStore"/>.</param>
    /// <param name="deliveryCount">How often the page has been delivered to the handler, including this time.</param>
    /// <exception cref="ArgumentException">The cursor is empty.</exception>
    public static FollowedPage<TEvent> FollowedPage<TEvent>(
        IEnumerable<TEvent> items,
        string? name = null,
        string? feed = null,
        string cursor = Cursor,
        bool hasMore = false,
        ICheckpointStore? checkpoints = null,
        int deliveryCount = 1)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentException.ThrowIfNullOrEmpty(cursor);
        feed ??= CreatedPage.FeedOf<TEvent>();
        checkpoints ??= new MemoryCheckpointStore();
        var page = CreatedPage.Followed([.. items], name ?? feed, feed, cursor, hasMore, checkpoints);
        page.DeliveryCount = deliveryCount;
        return page;
    }

    /// <summary>Creates a page of events.</summary>
    /// <typeparam name="TEvent">The type of the events.</typeparam>
    /// <param name="items">The events.</param>
    /// <param name="cursor">The cursor after the page.</param>
    /// <param name="hasMore">Whether the server has more events for now.</param>
    /// <param name="position">The resume position of a parallel read. Default: none.</param>
    /// <param name="additionalProperties">Other values that the server sent. Default: none.</param>
    /// <exception cref="ArgumentException">The cursor is empty.</exception>
    public static EventPage<TEvent> EventPage<TEvent>(
        IEnumerable<TEvent> items,
        string cursor = Cursor,
        bool hasMore = false,
        ReadPosition? position = null,
        AdditionalProperties? additionalProperties = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentException.ThrowIfNullOrEmpty(cursor);
        return new([.. items], cursor, hasMore, additionalProperties) { Position = position };
    }

    /// <summary>Creates a page of raw events.</summary>
    /// <param name="events">The JSON of each event.</param>
    /// <param name="cursor">The cursor after the page.</param>
    /// <param name="hasMore">Whether the server has more events for now.</param>
    /// <param name="position">The resume position of a parallel read. Default: none.</param>
    /// <exception cref="ArgumentException">An event is not JSON, or the cursor is empty.</exception>
    public static RawEventPage RawEventPage(
        IEnumerable<string> events, string cursor = Cursor, bool hasMore = false, ReadPosition? position = null)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentException.ThrowIfNullOrEmpty(cursor);
        var page = CreatedPage.Raw(events, cursor, hasMore);
        return page.With(page.Items, hasMore, position);
    }

    /// <summary>Creates a sequence with one page, as <see cref="IEventFeed{TEvent}"/> returns it.</summary>
    /// <typeparam name="TEvent">The type of the events.</typeparam>
    /// <param name="items">The events.</param>
    public static EventSequence<TEvent> EventSequence<TEvent>(IEnumerable<TEvent> items) =>
        EventSequence(new[] { EventPage(items) }.ToAsyncEnumerable());

    /// <summary>Creates a sequence, as <see cref="IEventFeed{TEvent}"/> returns it.</summary>
    /// <typeparam name="TEvent">The type of the events.</typeparam>
    /// <param name="pages">The pages. To let the enumeration fail, throw an exception after a page.</param>
    public static EventSequence<TEvent> EventSequence<TEvent>(IAsyncEnumerable<EventPage<TEvent>> pages) =>
        new(_ => pages, CancellationToken.None);

    /// <summary>Creates the exception that a failure causes. Its type and status code are those of the reason.</summary>
    /// <param name="reason">The reason. If several statuses have it, the exception has the most common one.</param>
    /// <param name="feed">The feed of the request.</param>
    /// <param name="retryAfter">The wait that the server requests, if it responded. Default: none.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="reason"/> is not defined.</exception>
    public static EventsException EventsException(
        EventsFailure reason, string feed = FeedNames.AuditEvents, TimeSpan? retryAfter = null) =>
        CreatedFailure.Of(reason, feed, retryAfter);
}
