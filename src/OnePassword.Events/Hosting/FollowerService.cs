using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OnePassword.Events.Hosting;

/// <summary>Follows the feeds of one account for as long as the application runs, each on its own: the failure of one stops no other.</summary>
internal sealed class FollowerService(IServiceProvider services, string account, EventFollowerOptions options, IReadOnlyList<HandledFeed> handled) : BackgroundService
{
    private readonly EventsClient _client = account.Length == 0
        ? services.GetRequiredService<EventsClient>()
        : services.GetRequiredKeyedService<EventsClient>(account);

    private readonly ICheckpointStore _checkpoints = options.Checkpoints ?? services.GetRequiredService<ICheckpointStore>();
    private readonly FollowerHealths _healths = services.GetRequiredService<FollowerHealths>();

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // All are looked at before the first begins: an option out of its range ends the application, and not one feed of it unheard.
        var feeds = handled.Where(feed => options.Feeds?.Contains(feed.Feed, StringComparer.Ordinal) ?? true).Select(feed => (feed, Follow: OptionsOf(feed))).ToList();
        return Task.WhenAll(feeds.Select(one => FollowAsync(one.feed, one.Follow, stoppingToken)));
    }

    private FollowOptions OptionsOf(HandledFeed feed)
    {
        var follow = new FollowOptions { Name = string.Join('-', new[] { account, feed.Name }.Where(part => part.Length > 0)) };
        options.Configure?.Invoke(follow);
        return FollowOptions.Checked(follow);
    }

    private async Task FollowAsync(HandledFeed feed, FollowOptions follow, CancellationToken stoppingToken)
    {
        var health = _healths.Add(follow.Name!, _client.Clock);
        follow.Progress = new Both(health, follow.Progress);
        try
        {
            await feed.FollowAsync(_client, _checkpoints, services, follow, stoppingToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            // Whatever it is: the others go on. What the follower has not reported itself is logged here, or nowhere.
            if (!health.HasEnded)
            {
                _client.Telemetry.FollowingFailed(feed.Feed, follow.Name!, e, wait: null);
                health.Report(new FollowProgress(follow.Name!, feed.Feed, _client.Clock.GetUtcNow(), CaughtUp: false, 0, 0, LastEventTime: null, e, Again: null));
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
