using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OnePassword.Events.Diagnostics;

namespace OnePassword.Events.Hosting;

/// <summary>Follows the feeds of one account while the application runs. The failure of one feed does not stop another.</summary>
internal sealed class FollowerService : BackgroundService
{
    private readonly IServiceProvider _services;
    private readonly EventsClient _client;
    private readonly ICheckpointStore _checkpoints;
    private readonly List<(HandlerBinding Feed, FollowOptions Options, FollowerMonitor Monitor)> _feeds;

    // The host constructs all services before it starts the first: invalid options or a shared checkpoint stop the application at
    // once.
    public FollowerService(
        IServiceProvider services, string account, FollowerOptions options, IReadOnlyList<HandlerBinding> bindings)
    {
        _services = services;
        _client = account.Length == 0
            ? services.GetRequiredService<EventsClient>()
            : services.GetRequiredKeyedService<EventsClient>(account);
        _checkpoints = options.Checkpoints ?? services.GetService<ICheckpointStore>()
            ?? throw new InvalidOperationException(
                $"The followers {(account.Length == 0 ? "" : $"of account '{account}' ")}have no checkpoint store. "
                + "Register one: services.AddSingleton<ICheckpointStore>(_ => FileCheckpointStore.Open(\"state\")).");
        var registry = services.GetRequiredService<FollowerRegistry>();
        var chosen = bindings.Where(feed => options.Feeds?.Contains(feed.Feed, StringComparer.Ordinal) ?? true)
            .Select(feed => (Feed: feed, Options: OptionsOf(feed, account, options))).ToList();
        _feeds = [.. chosen.Select(one => (one.Feed, one.Options, MonitorOf(one.Feed.Feed, one.Options.Name)))];

        FollowerMonitor MonitorOf(string feed, string? name) => registry.Add(name ?? feed, feed, _checkpoints, _client);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        RemoveGauges();
    }

    public override void Dispose()
    {
        RemoveGauges();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_feeds.Select(one => FollowAsync(one.Feed, one.Options, one.Monitor, stoppingToken)));

    private void RemoveGauges() => _feeds.ForEach(one => FollowerGauges.Remove(one.Monitor));

    private static FollowOptions OptionsOf(HandlerBinding feed, string account, FollowerOptions options)
    {
        string?[] parts = [account, options.Name, feed.Name];
        var follow = new FollowOptions { Name = string.Join('-', parts.Where(part => !string.IsNullOrEmpty(part))) };
        options.Configure?.Invoke(follow);
        try
        {
            return FollowOptions.Checked(follow);
        }
        catch (ArgumentException e)
        {
            throw new InvalidOperationException($"The options of follower '{follow.Name}' are invalid. {e.Message}", e);
        }
    }

    private async Task FollowAsync(
        HandlerBinding feed, FollowOptions options, FollowerMonitor monitor, CancellationToken stoppingToken)
    {
        FollowerGauges.Add(monitor);
        try
        {
            await feed.FollowAsync(_client, _checkpoints, _services, Monitored(options, monitor), stoppingToken)
                .ConfigureAwait(false);
            monitor.End();
            FollowerGauges.Remove(monitor);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            // The gauges keep reporting this follower as failing until the application stops.
            // The other feeds continue. A failure that the follower has not reported itself is logged here.
            if (!monitor.Status.HasEnded)
            {
                new FeedTelemetry(_client.Telemetry, feed.Feed).FollowingFailed(options.Name!, e, wait: null);
                monitor.End(e);
            }
        }
    }

    private static FollowOptions Monitored(FollowOptions options, FollowerMonitor monitor)
    {
        var monitored = FollowOptions.Checked(options);
        monitored.Progress = new ProgressPair(monitor, options.Progress);
        monitored.OnStart = (checkpoint, token) =>
        {
            monitor.Start(checkpoint);
            return options.OnStart?.Invoke(checkpoint, token) ?? Task.FromResult<string?>(null);
        };
        return monitored;
    }

    private sealed class ProgressPair(FollowerMonitor monitor, IProgress<FollowProgress>? other) : IProgress<FollowProgress>
    {
        public void Report(FollowProgress value)
        {
            monitor.Report(value);
            other?.Report(value);
        }
    }
}
