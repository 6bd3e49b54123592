using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OnePassword.Events.Hosting;

/// <summary>A feed whose events a handler receives, as objects of one version of the API or raw.</summary>
/// <param name="Feed">The feed, one of <see cref="FeedNames"/>.</param>
/// <param name="Name">The feed as a part of the follower's name.</param>
/// <param name="FollowAsync">Follows the feed until canceled.</param>
internal sealed record HandlerBinding(
    string Feed,
    string Name,
    Func<EventsClient, ICheckpointStore, IServiceProvider, FollowOptions, CancellationToken, Task> FollowAsync)
{
    /// <summary>Returns a binding for each feed of each event type that the handler implements.</summary>
    /// <exception cref="InvalidOperationException">The handler implements no event type.</exception>
    public static IReadOnlyList<HandlerBinding> Of<THandler>()
        where THandler : class
    {
        List<HandlerBinding> all =
        [
            .. Typed<THandler, V2.AuditEvent>(FeedNames.AuditEvents, "", client => client.AuditEvents),
            .. Typed<THandler, V2.ItemUsage>(FeedNames.ItemUsages, "", client => client.ItemUsages),
            .. Typed<THandler, V2.SignInAttempt>(FeedNames.SignInAttempts, "", client => client.SignInAttempts),
            .. Typed<THandler, V1.AuditEvent>(FeedNames.AuditEvents, "v1-", client => client.V1.AuditEvents),
            .. Typed<THandler, V1.ItemUsage>(FeedNames.ItemUsages, "v1-", client => client.V1.ItemUsages),
            .. Typed<THandler, V1.SignInAttempt>(FeedNames.SignInAttempts, "v1-", client => client.V1.SignInAttempts),
            .. FeedNames.All.SelectMany(Raw<THandler>),
        ];
        return all.Count > 0 ? all : throw new InvalidOperationException(
            $"{typeof(THandler).Name} does not implement IEventPageHandler. Implement it for an event type or for RawEvent.");
    }

    private static IEnumerable<HandlerBinding> Typed<THandler, TEvent>(
        string feed, string prefix, Func<EventsClient, IEventFeed<TEvent>> feedOf)
        where THandler : class
    {
        if (Handles<THandler, TEvent>())
        {
            yield return new HandlerBinding(feed, prefix + feed, (client, checkpoints, services, options, stopping) =>
                feedOf(client)
                    .FollowAsync(
                        checkpoints,
                        (page, token) => HandleAsync<THandler, TEvent>(services, client.AccountName, page, token),
                        options,
                        stopping));
        }
    }

    private static IEnumerable<HandlerBinding> Raw<THandler>(string feed)
        where THandler : class
    {
        if (Handles<THandler, RawEvent>())
        {
            yield return new HandlerBinding(feed, $"raw-{feed}", (client, checkpoints, services, options, stopping) =>
                client.Feeds.Single(one => one.Name == feed)
                    .FollowRawAsync(
                        checkpoints,
                        (page, token) => HandleAsync<THandler, RawEvent>(services, client.AccountName, page, token),
                        options,
                        stopping));
        }
    }

    private static bool Handles<THandler, TEvent>() => typeof(IEventPageHandler<TEvent>).IsAssignableFrom(typeof(THandler));

    // Each page has a scope, so that a handler can use scoped services, such as a database context.
    private static async Task HandleAsync<THandler, TEvent>(
        IServiceProvider services, string account, FollowedPage<TEvent> page, CancellationToken cancellationToken)
        where THandler : class
    {
        using var logScope = HandlerLogScope.Begin(services.GetService<ILoggerFactory>(), account, page.Name);
        var scope = services.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var handler = (IEventPageHandler<TEvent>)(object)scope.ServiceProvider.GetRequiredService<THandler>();
            await handler.HandleAsync(page, cancellationToken).ConfigureAwait(false);
        }
    }
}
