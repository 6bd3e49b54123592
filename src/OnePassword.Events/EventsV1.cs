using OnePassword.Events.Feeds;
using OnePassword.Events.Identity;
using OnePassword.Events.Pipeline;
using OnePassword.Events.V1;

namespace OnePassword.Events;

/// <summary>The feeds and the introspection of API V1.</summary>
public sealed class EventsV1
{
    private readonly EventsV1Client _wire;
    private readonly FeedRequestExecutor _introspection;

    internal EventsV1(EventsV1Client wire, Func<string, FeedRequestExecutor> executor)
    {
        _wire = wire;
        _introspection = executor(FeedIdentity.Introspect);
        AuditEvents = FeedWiring.AuditEvents(wire, executor(FeedNames.AuditEvents));
        ItemUsages = FeedWiring.ItemUsages(wire, executor(FeedNames.ItemUsages));
        SignInAttempts = FeedWiring.SignInAttempts(wire, executor(FeedNames.SignInAttempts));
    }

    /// <summary>Gets the feed of actions that team members performed in the account.</summary>
    public IEventFeed<AuditEvent> AuditEvents { get; }

    /// <summary>Gets the feed of uses of items in shared vaults.</summary>
    public IEventFeed<ItemUsage> ItemUsages { get; }

    /// <summary>Gets the feed of successful and failed sign-ins.</summary>
    public IEventFeed<SignInAttempt> SignInAttempts { get; }

    /// <summary>Gets the three feeds, for reading events as the server sent them.</summary>
    public IReadOnlyList<IEventFeed> Feeds => [AuditEvents, ItemUsages, SignInAttempts];

    /// <summary>
    /// Returns the server's information about the token, including the feeds that it may read. Deprecated by 1Password in V1.
    /// </summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="EventsApiException">
    /// The server rejected the request (401: the token is wrong, expired or revoked) or failed.
    /// </exception>
    /// <exception cref="EventsResponseException">The response does not conform to the API.</exception>
    /// <exception cref="EventsConnectionException">The server could not be reached, or did not respond in time.</exception>
    public Task<Introspection> IntrospectAsync(CancellationToken cancellationToken = default) =>
        _introspection.RunAsync(_introspection.NewCall(), _wire.IntrospectAsync, cancellationToken);
}
