using OnePassword.Events.Identity;
using OnePassword.Events.Pipeline;
using OnePassword.Events.Reading;
using OnePassword.Events.V1;

namespace OnePassword.Events;

/// <summary>The three feeds and the introspection of V1.</summary>
public sealed class EventsV1
{
    internal const string ApiVersion = "v1";

    private readonly EventsV1Client _wire;
    private readonly FeedRequestExecutor _introspection;

    internal EventsV1(EventsV1Client wire, Func<string, FeedRequestExecutor> executor, TimeProvider clock)
    {
        _wire = wire;
        _introspection = executor(FeedIdentity.Introspect);
        AuditEvents = new(
            executor(FeedNames.AuditEvents), clock,
            async (page, call, token) => await _wire.GetAuditEventsAsync(Body(page), call, token).ConfigureAwait(false),
            (page, call, token) => _wire.GetAuditEventsRawAsync(Body(page), call, token));
        ItemUsages = new(
            executor(FeedNames.ItemUsages), clock,
            async (page, call, token) => await _wire.GetItemUsagesAsync(Body(page), call, token).ConfigureAwait(false),
            (page, call, token) => _wire.GetItemUsagesRawAsync(Body(page), call, token));
        SignInAttempts = new(
            executor(FeedNames.SignInAttempts), clock,
            async (page, call, token) => await _wire.GetSignInAttemptsAsync(Body(page), call, token).ConfigureAwait(false),
            (page, call, token) => _wire.GetSignInAttemptsRawAsync(Body(page), call, token));
    }

    /// <summary>What team members did within the account.</summary>
    public EventFeed<AuditEvent> AuditEvents { get; }

    /// <summary>Each use of an item that is stored in a shared vault.</summary>
    public EventFeed<ItemUsage> ItemUsages { get; }

    /// <summary>Successful and failed sign-ins.</summary>
    public EventFeed<SignInAttempt> SignInAttempts { get; }

    /// <summary>The three, for those who take events as the server sent them.</summary>
    public IReadOnlyList<IEventFeed> Feeds => [AuditEvents, ItemUsages, SignInAttempts];

    /// <summary>Asks the server what the token is and which feeds it may read. V1's form of it is deprecated by 1Password.</summary>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="EventsApiException">The server refused (401: the token is wrong, expired or revoked) or failed.</exception>
    /// <exception cref="EventsResponseException">The server's answer is not what the API promises.</exception>
    /// <exception cref="EventsConnectionException">The server could not be reached, or did not answer in time.</exception>
    public Task<Introspection> IntrospectAsync(CancellationToken cancellationToken = default) =>
        _introspection.RunAsync(_introspection.NewCall(), _wire.IntrospectAsync, cancellationToken);

    private static CursorRequest Body(PageRequest page) => new()
    {
        Cursor = page.Cursor,
        Limit = page.Limit,
        StartTime = page.Start is { } start ? new EventTime(start) : null,
        EndTime = page.End is { } end ? new EventTime(end) : null,
    };
}
