using Microsoft.Extensions.DependencyInjection;

namespace OnePassword.Events.Hosting;

/// <summary>A feed that a handler takes the events of, in one version and form.</summary>
/// <param name="Feed">The feed, one of <see cref="FeedNames"/>.</param>
/// <param name="Name">The feed as a part of the follower's name.</param>
/// <param name="FollowAsync">Follows it.</param>
internal sealed record HandlerBinding(
    string Feed, string Name, Func<EventsClient, ICheckpointStore, IServiceProvider, FollowOptions, CancellationToken, Task> FollowAsync)
{
    /// <summary>All that a handler takes, by the interfaces that it implements.</summary>
    /// <exception cref="InvalidOperationException">It implements none.</exception>
    public static IReadOnlyList<HandlerBinding> Of<THandler>()
        where THandler : class
    {
        List<HandlerBinding> all =
        [
            .. Typed<THandler, V2.AuditEvent>(FeedNames.AuditEvents, FeedNames.AuditEvents, client => client.AuditEvents),
            .. Typed<THandler, V2.ItemUsage>(FeedNames.ItemUsages, FeedNames.ItemUsages, client => client.ItemUsages),
            .. Typed<THandler, V2.SignInAttempt>(FeedNames.SignInAttempts, FeedNames.SignInAttempts, client => client.SignInAttempts),
            .. Typed<THandler, V1.AuditEvent>(FeedNames.AuditEvents, OfV1(FeedNames.AuditEvents), client => client.V1.AuditEvents),
            .. Typed<THandler, V1.ItemUsage>(FeedNames.ItemUsages, OfV1(FeedNames.ItemUsages), client => client.V1.ItemUsages),
            .. Typed<THandler, V1.SignInAttempt>(FeedNames.SignInAttempts, OfV1(FeedNames.SignInAttempts), client => client.V1.SignInAttempts),
            .. Raw<THandler>(),
        ];
        return all.Count > 0 ? all : throw new InvalidOperationException($"{typeof(THandler).Name} implements IEventPageHandler of no event, be it of V2, of V1, or RawEvent.");
    }

    private static string OfV1(string feed) => $"v1-{feed}";

    private static IEnumerable<HandlerBinding> Typed<THandler, TEvent>(string feed, string name, Func<EventsClient, EventFeed<TEvent>> choose)
        where THandler : class
    {
        if (!typeof(IEventPageHandler<TEvent>).IsAssignableFrom(typeof(THandler)))
            return [];
        return
        [
            new HandlerBinding(feed, name, (client, checkpoints, services, options, token) => choose(client).FollowAsync(checkpoints, (page, ending) => HandleAsync<THandler, TEvent>(services, page, ending), options, token)),
        ];
    }

    private static IEnumerable<HandlerBinding> Raw<THandler>()
        where THandler : class
    {
        if (!typeof(IEventPageHandler<RawEvent>).IsAssignableFrom(typeof(THandler)))
            return [];
        return FeedNames.All.Select(feed => new HandlerBinding(feed, $"raw-{feed}", (client, checkpoints, services, options, token) =>
            client.Feeds.Single(one => one.Name == feed).FollowRawAsync(checkpoints, (page, ending) => HandleAsync<THandler, RawEvent>(services, page, ending), options, token)));
    }

    // A scope a page: a handler may use what lives as long as a unit of work, such as a database's context.
    private static async Task HandleAsync<THandler, TEvent>(IServiceProvider services, FollowedPage<TEvent> page, CancellationToken cancellationToken)
        where THandler : class
    {
        var scope = services.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
            await ((IEventPageHandler<TEvent>)(object)scope.ServiceProvider.GetRequiredService<THandler>()).HandleAsync(page, cancellationToken).ConfigureAwait(false);
    }
}
