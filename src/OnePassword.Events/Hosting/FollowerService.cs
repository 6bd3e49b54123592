using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OnePassword.Events.Hosting;

/// <summary>Follows the feeds of one account until the application stops. A feed that fails does not stop the others.</summary>
internal sealed class FollowerService : BackgroundService
{
    private readonly IServiceProvider _services;
    private readonly EventsClient _client;
    private readonly ICheckpointStore _checkpoints;
    private readonly List<(HandlerBinding Feed, FollowOptions Follow, FollowerHealth Health)> _feeds;

    // The host constructs all services before it starts the first one. So an invalid option or a shared checkpoint stops the
    // application before any feed is followed.
    public FollowerService(
        IServiceProvider services, string account, FollowerOptions options, IReadOnlyList<HandlerBinding> bindings)
    {
        _services = services;
        _client = account.Length == 0
            ? services.GetRequiredService<EventsClient>()
            : services.GetRequiredKeyedService<EventsClient>(account);
        _checkpoints = options.Checkpoints ?? services.GetRequiredService<ICheckpointStore>();
        var healths = services.GetRequiredService<FollowerHealthRegistry>();
        var chosen = bindings.Where(feed => options.Feeds?.Contains(feed.Feed, StringComparer.Ordinal) ?? true)
            .Select(feed => (Feed: feed, Follow: OptionsOf(feed, account, options))).ToList();
        _feeds = [.. chosen.Select(one => (one.Feed, one.Follow, healths.Add(one.Follow.Name ?? one.Feed.Feed, _checkpoints, _client.Clock)))];
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_feeds.Select(one => FollowAsync(one.Feed, one.Follow, one.Health, stoppingToken)));

    private static FollowOptions OptionsOf(HandlerBinding feed, string account, FollowerOptions options)
    {
        string?[] parts = [account, options.Name, feed.Name];
        var follow = new FollowOptions { Name = string.Join('-', parts.Where(part => !string.IsNullOrEmpty(part))) };
        options.Configure?.Invoke(follow);
        return FollowOptions.Checked(follow);
    }

    private async Task FollowAsync(HandlerBinding feed, FollowOptions options, FollowerHealth health, CancellationToken stoppingToken)
    {
        var follow = FollowOptions.Checked(options);
        follow.Progress = new ProgressPair(health, follow.Progress);
        health.Start();
        try
        {
            await feed.FollowAsync(_client, _checkpoints, _services, follow, stoppingToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            // Any failure, because the other feeds must continue. It is logged here unless the follower has already reported it.
            if (!health.HasEnded)
            {
                _client.Telemetry.FollowingFailed(feed.Feed, follow.Name!, e, wait: null);
                health.Report(new FollowProgress(
                    follow.Name!, feed.Feed, _client.Clock.GetUtcNow(), CaughtUp: false, 0, 0, LastEventTime: null, e, RetryIn: null));
            }
        }
        finally
        {
            health.Stop();
        }
    }

    private sealed class ProgressPair(FollowerHealth health, IProgress<FollowProgress>? other) : IProgress<FollowProgress>
    {
        public void Report(FollowProgress value)
        {
            health.Report(value);
            other?.Report(value);
        }
    }
}
