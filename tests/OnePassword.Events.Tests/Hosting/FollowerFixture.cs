using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using OnePassword.Events.Emulator;
using OnePassword.Events.Hosting;

namespace OnePassword.Events.Tests.Hosting;

/// <summary>Applications with followers that share one checkpoint store and collect all events.</summary>
internal sealed class FollowerFixture
{
    public MemoryCheckpointStore Store { get; } = new();

    public EventCollector Collector { get; } = new();

    public ServiceProvider Build(Action<IServiceCollection> configure)
    {
        var services = Accounts.Services();
        services.AddSingleton<ICheckpointStore>(Store);
        services.AddSingleton(Collector);
        services.ConfigureAll<EventsClientOptions>(options => options.Resilience.Retry.MaxRetryAttempts = 0);
        services.AddHealthChecks().AddOnePasswordEventsFollowers();
        configure(services);
        return services.BuildServiceProvider();
    }

    /// <summary>An application with one follower of an emulator.</summary>
    public ServiceProvider Build<THandler>(EventsEmulator emulator, Action<FollowerOptions>? configure = null)
        where THandler : class =>
        Build(services => AddClient(services, emulator).AddFollower<THandler>(configure ?? Quickly));

    public static IHttpClientBuilder AddClient(
        IServiceCollection services, EventsEmulator emulator, string account = "", string? token = null) =>
        services.AddOnePasswordEvents(account, Accounts.Configuration(emulator.BaseAddress, token ?? emulator.Token));

    public static void Quickly(FollowerOptions options) => options.Configure = follow =>
    {
        follow.Start = EventQuery.Since(TimeSpan.FromDays(2));
        follow.MinPollInterval = follow.MaxPollInterval = TimeSpan.FromMilliseconds(5);
        follow.MaxBackoff = TimeSpan.FromSeconds(1);
    };

    /// <summary>Runs the followers of an application until a condition is true.</summary>
    public static async Task RunAsync(ServiceProvider provider, Func<bool> until)
    {
        var followers = provider.GetServices<IHostedService>().OfType<BackgroundService>().ToList();
        foreach (var follower in followers)
            await follower.StartAsync(CancellationToken.None);
        await Wait.UntilAsync(until);
        foreach (var follower in followers)
            await follower.StopAsync(CancellationToken.None);
    }

    public static List<string> Failing(ServiceProvider provider) =>
    [
        .. provider.GetRequiredService<FollowerRegistry>().Statuses
            .Where(status => status.Failure is not null).Select(status => status.Name),
    ];

    public static async Task<(HealthStatus Status, string? Description)> HealthAsync(ServiceProvider provider)
    {
        var entry = (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries.Single().Value;
        return (entry.Status, entry.Description);
    }

    /// <summary>Collects the UUIDs of the events that handlers receive, by follower.</summary>
    internal sealed class EventCollector
    {
        private readonly ConcurrentQueue<(string Follower, string Uuid)> _events = new();

        /// <summary>How many of the next pages the handlers reject.</summary>
        public int Failures { get; set; }

        public int Count => _events.Count;

        public IEnumerable<string> Followers => _events.Select(entry => entry.Follower).Distinct(StringComparer.Ordinal);

        public List<string> Of(string follower) => [.. _events.Where(entry => entry.Follower == follower).Select(entry => entry.Uuid)];

        public Task AddAsync<T>(FollowedPage<T> page, Func<T, string?> uuid)
        {
            if (Failures-- > 0)
                throw new InvalidOperationException("the handler is not ready");
            foreach (var item in page.Items)
                _events.Enqueue((page.Name, uuid(item)!));
            return Task.CompletedTask;
        }
    }

    internal sealed class AllFeedsHandler(EventCollector collector)
        : IEventPageHandler<V2.AuditEvent>, IEventPageHandler<V2.ItemUsage>, IEventPageHandler<V2.SignInAttempt>
    {
        public Task HandleAsync(FollowedPage<V2.AuditEvent> page, CancellationToken cancellationToken = default) =>
            collector.AddAsync(page, item => item.Uuid);

        public Task HandleAsync(FollowedPage<V2.ItemUsage> page, CancellationToken cancellationToken = default) =>
            collector.AddAsync(page, item => item.Uuid);

        public Task HandleAsync(FollowedPage<V2.SignInAttempt> page, CancellationToken cancellationToken = default) =>
            collector.AddAsync(page, item => item.Uuid);
    }

    internal class V1UsageHandler(EventCollector collector) : IEventPageHandler<V1.ItemUsage>
    {
        public Task HandleAsync(FollowedPage<V1.ItemUsage> page, CancellationToken cancellationToken = default) =>
            collector.AddAsync(page, item => item.Uuid);
    }

    internal sealed class SecondV1UsageHandler(EventCollector collector) : V1UsageHandler(collector);

    internal sealed class RawHandler(EventCollector collector) : IEventPageHandler<RawEvent>
    {
        public Task HandleAsync(FollowedPage<RawEvent> page, CancellationToken cancellationToken = default) =>
            collector.AddAsync(page, item => item.Uuid);
    }
}
