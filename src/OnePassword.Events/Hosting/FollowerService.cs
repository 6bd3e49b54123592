using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OnePassword.Events.Diagnostics;

namespace OnePassword.Events.Hosting;

/// <summary>Follows the feeds of one account for as long as the application runs, each on its own: the failure of one stops no other.</summary>
internal sealed class FollowerService : BackgroundService
{
    private readonly IServiceProvider _services;
    private readonly EventsClient _client;
    private readonly ICheckpointStore _checkpoints;
    private readonly List<(HandlerBinding Feed, FollowOptions Follow, FollowerHealth Health)> _feeds;

    // All services are constructed before the first one starts: an invalid option or a shared checkpoint ends the application before
    // anything is followed.
    public FollowerService(IServiceProvider services, string account, FollowerOptions options, IReadOnlyList<HandlerBinding> handled)
    {
        _services = services;
        _client = account.Length == 0 ? services.GetRequiredService<EventsClient>() : services.GetRequiredKeyedService<EventsClient>(account);
        _checkpoints = options.Checkpoints ?? services.GetRequiredService<ICheckpointStore>();
        var healths = services.GetRequiredService<FollowerHealthRegistry>();
        var chosen = handled.Where(feed => options.Feeds?.Contains(feed.Feed, StringComparer.Ordinal) ?? true)
            .Select(feed => (Feed: feed, Follow: OptionsOf(feed, account, options))).ToList();
        _feeds = [.. chosen.Select(one => (one.Feed, one.Follow, healths.Add(one.Follow.Name ?? one.Feed.Feed, _checkpoints, _client.Clock)))];
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_feeds.Select(one => FollowAsync(one.Feed, one.Follow, one.Health, stoppingToken)));

    private static FollowOptions OptionsOf(HandlerBinding feed, string account, FollowerOptions options)
    {
        var follow = new FollowOptions { Name = string.Join('-', new[] { account, options.Name, feed.Name }.Where(part => !string.IsNullOrEmpty(part))) };
        options.Configure?.Invoke(follow);
        return FollowOptions.Checked(follow);
    }

    private async Task FollowAsync(HandlerBinding feed, FollowOptions options, FollowerHealth health, CancellationToken stoppingToken)
    {
        var follow = FollowOptions.Checked(options);
        follow.Progress = new Both(health, follow.Progress);
        health.Start();
        try
        {
            await feed.FollowAsync(_client, _checkpoints, _services, follow, stoppingToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            // Whatever it is: the others go on. What the follower has not reported itself is logged here, or nowhere.
            if (!health.HasEnded)
            {
                new FeedTelemetry(_client.Telemetry, feed.Feed).FollowingFailed(follow.Name!, e, wait: null);
                health.Report(new FollowProgress(follow.Name!, feed.Feed, _client.Clock.GetUtcNow(), CaughtUp: false, 0, 0, LastEventTime: null, e, RetryIn: null));
            }
        }
        finally
        {
            health.Stop();
        }
    }

    private sealed class Both(FollowerHealth health, IProgress<FollowProgress>? other) : IProgress<FollowProgress>
    {
        public void Report(FollowProgress value)
        {
            health.Report(value);
            other?.Report(value);
        }
    }
}
