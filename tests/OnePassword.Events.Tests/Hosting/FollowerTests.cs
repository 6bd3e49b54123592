using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Hosting;

/// <summary>Followers as hosted services: accounts and feeds side by side, each on its own.</summary>
public sealed class FollowerTests
{
    private readonly MemoryCheckpointStore _store = new();
    private readonly Sink _sink = new();

    [Test]
    public async Task Three_accounts_are_followed_and_the_one_that_fails_stops_no_other()
    {
        await using var acme = await Accounts.StartAsync();
        await using var globex = await Accounts.StartAsync(events: 5);
        await using var broken = await Accounts.StartAsync();
        await using var provider = Provider(services =>
        {
            services.AddOnePasswordEvents("acme", Accounts.Configuration(acme.BaseAddress, acme.Token)).AddFollower<AllFeeds>(Quickly);
            services.AddOnePasswordEvents("globex", Accounts.Configuration(globex.BaseAddress, globex.Token)).AddFollower<AllFeeds>(Quickly);
            services.AddOnePasswordEvents("broken", Accounts.Configuration(broken.BaseAddress, "t0ken-revoked")).AddFollower<AllFeeds>(Quickly);
        });

        await RunAsync(provider, () => _sink.Count == 9 + 15 && Failing(provider).Count == 3);

        Assert.That(_sink.Of("acme-auditevents"), Is.EqualTo(acme.ReadAll(EmulatorFeed.AuditEvents, EmulatorApi.V2).Select(Uuid)));
        Assert.That(_sink.Of("globex-signinattempts"), Is.EqualTo(globex.ReadAll(EmulatorFeed.SignInAttempts, EmulatorApi.V2).Select(Uuid)));
        Assert.That(Failing(provider), Is.EquivalentTo(new[] { "broken-auditevents", "broken-itemusages", "broken-signinattempts" }));
        Assert.That((await _store.LoadAsync("acme-auditevents"))!.Events, Is.EqualTo(3));
    }

    [Test]
    public async Task A_handler_of_one_version_of_one_feed_is_given_just_that()
    {
        await using var emulator = await Accounts.StartAsync();
        await using var provider = Provider(services => services.AddOnePasswordEvents(Accounts.Configuration(emulator.BaseAddress, emulator.Token)).AddFollower<OldUsages>(Quickly));

        await RunAsync(provider, () => _sink.Count == 3);

        Assert.That(_sink.Of("v1-itemusages"), Has.Count.EqualTo(3));
        Assert.That(emulator.Requests.Select(request => request.Path).Distinct(StringComparer.Ordinal), Is.EqualTo(new[] { "/api/v1/itemusages" }));
    }

    [Test]
    public async Task A_handler_of_raw_events_is_given_all_feeds_or_those_that_are_chosen()
    {
        await using var emulator = await Accounts.StartAsync();
        await using var provider = Provider(services => services.AddOnePasswordEvents(Accounts.Configuration(emulator.BaseAddress, emulator.Token)).AddFollower<Raw>(options =>
        {
            Quickly(options);
            options.Feeds = [FeedNames.ItemUsages, FeedNames.SignInAttempts];
        }));

        await RunAsync(provider, () => _sink.Count == 6);

        Assert.That(_sink.Names, Is.EquivalentTo(new[] { "raw-itemusages", "raw-signinattempts" }));
    }

    [Test]
    public async Task A_page_whose_handler_throws_comes_again_and_the_health_check_tells()
    {
        await using var emulator = await Accounts.StartAsync();
        _sink.Failures = 2;
        await using var provider = Provider(services => services.AddOnePasswordEvents(Accounts.Configuration(emulator.BaseAddress, emulator.Token)).AddFollower<OldUsages>(Quickly));

        await RunAsync(provider, () => Failing(provider).Count == 1);
        Assert.That(await HealthAsync(provider), Is.EqualTo((HealthStatus.Degraded, "'v1-itemusages' fails: the handler is not ready")));
        await RunAsync(provider, () => _sink.Count == 3 && Failing(provider).Count == 0);

        Assert.That((await HealthAsync(provider)).Status, Is.EqualTo(HealthStatus.Healthy));
        Assert.That(_sink.Of("v1-itemusages"), Is.Unique);
    }

    [Test]
    public async Task A_follower_that_has_ended_is_unhealthy()
    {
        await using var emulator = await Accounts.StartAsync();
        await _store.SaveAsync("v1-itemusages", Checkpoints.CheckpointStoreContract.Checkpoint("other"));
        await using var provider = Provider(services => services.AddOnePasswordEvents(Accounts.Configuration(emulator.BaseAddress, emulator.Token)).AddFollower<OldUsages>(Quickly));

        await RunAsync(provider, () => Failing(provider).Count == 1);

        var (status, said) = await HealthAsync(provider);
        Assert.That(status, Is.EqualTo(HealthStatus.Unhealthy));
        Assert.That(said, Does.StartWith("'v1-itemusages' ended: The checkpoint 'v1-itemusages' belongs to another follower"));
    }

    [Test]
    public async Task An_option_out_of_its_range_is_told_before_anything_is_followed()
    {
        await using var emulator = await Accounts.StartAsync();
        await using var provider = Provider(services => services.AddOnePasswordEvents(Accounts.Configuration(emulator.BaseAddress, emulator.Token))
            .AddFollower<OldUsages>(options => options.Configure = follow => follow.DuplicateWindow = -1));

        Assert.That(() => provider.GetServices<IHostedService>(), Throws.ArgumentException.With.Message.Contains("DuplicateWindow must be 0 to 100,000."));
        Assert.That(emulator.Requests, Is.Empty);
    }

    [Test]
    public async Task Two_handlers_that_share_a_checkpoint_are_refused_before_anything_is_followed([Values] bool same)
    {
        await using var emulator = await Accounts.StartAsync();
        await using var provider = Provider(services =>
        {
            var client = services.AddOnePasswordEvents("acme", Accounts.Configuration(emulator.BaseAddress, emulator.Token)).AddFollower<OldUsages>(Quickly);
            _ = same ? client.AddFollower<OldUsages>(Quickly) : client.AddFollower<OtherUsages>(Quickly);
        });

        Assert.That(
            () => provider.GetServices<IHostedService>(),
            Throws.InvalidOperationException.With.Message.StartsWith("Two followers share the checkpoint 'acme-v1-itemusages'").And.Message.Contains("options.Name"));
        Assert.That(emulator.Requests, Is.Empty);
    }

    [Test]
    public async Task Two_handlers_with_a_name_or_a_store_of_their_own_each_get_all_events_and_health_counts_each()
    {
        await using var emulator = await Accounts.StartAsync();
        await using var provider = Provider(services => services.AddOnePasswordEvents("acme", Accounts.Configuration(emulator.BaseAddress, emulator.Token))
            .AddFollower<OldUsages>(Quickly)
            .AddFollower<OtherUsages>(options =>
            {
                Quickly(options);
                options.Name = "alerts";
            })
            .AddFollower<OtherUsages>(options =>
            {
                Quickly(options);
                options.Checkpoints = new MemoryCheckpointStore();
            }));

        await RunAsync(provider, () => _sink.Count == 9);

        Assert.That(_sink.Of("acme-v1-itemusages").CountBy(uuid => uuid).Select(uuid => uuid.Value), Is.EqualTo(new[] { 2, 2, 2 }));
        Assert.That(_sink.Of("acme-alerts-v1-itemusages"), Has.Count.EqualTo(3).And.Unique);
        Assert.That(await HealthAsync(provider), Is.EqualTo((HealthStatus.Healthy, "3 followers follow.")));
    }

    [Test]
    public async Task Stopping_waits_for_nothing_by_the_clock_in_a_request_that_hangs()
    {
        await using var emulator = await Accounts.StartAsync();
        emulator.Inject(new Fault { Mode = FaultMode.Stall });
        await using var provider = Provider(services =>
        {
            services.ConfigureAll<EventsClientOptions>(options => options.TimeProvider = new FakeTimeProvider(TimeProvider.System.GetUtcNow()));
            services.AddOnePasswordEvents(Accounts.Configuration(emulator.BaseAddress, emulator.Token)).AddFollower<OldUsages>(Quickly);
        });
        var service = provider.GetServices<IHostedService>().OfType<BackgroundService>().Single();
        await service.StartAsync(CancellationToken.None);
        await Accounts.UntilAsync(() => emulator.Requests.Count == 1);

        await service.StopAsync(CancellationToken.None).WaitAsync(Accounts.Patience, TimeProvider.System);

        Assert.That(service.ExecuteTask!.IsCompleted, Is.True, "although the clock stands still");
        Assert.That(emulator.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_follower_that_ends_by_an_unexpected_failure_is_unhealthy_and_logged_and_stops_no_other()
    {
        using var book = new LogCapture();
        await using var emulator = await Accounts.StartAsync();
        await using var provider = Provider(services =>
        {
            services.AddLogging(logging => logging.AddProvider(book.Provider));
            var account = services.AddOnePasswordEvents(Accounts.Configuration(emulator.BaseAddress, emulator.Token));
            account.AddFollower<AllFeeds>(Quickly);
            account.AddFollower<OldUsages>(options =>
            {
                Quickly(options);
                options.Configure += follow => follow.Progress = new Broken();
            });
        });

        await RunAsync(provider, () => _sink.Count >= 9 && Failing(provider).Count == 1);

        Assert.That(await HealthAsync(provider), Is.EqualTo((HealthStatus.Unhealthy, "'v1-itemusages' ended: the display is gone")));
        Assert.That(book.OfLibrary.Where(line => line.Id.Id == 9).Select(line => line.Message), Has.One.Contains("follower 'v1-itemusages' stopped (the display is gone)"));
    }

    private sealed class Broken : IProgress<FollowProgress>
    {
        public void Report(FollowProgress value) => throw new InvalidOperationException("the display\u001b is gone");
    }

    [Test]
    [NonParallelizable]
    public async Task Gauges_tell_lag_silence_and_failures()
    {
        await using var emulator = await Accounts.StartAsync();
        await using var provider = Provider(services => services.AddOnePasswordEvents("gauged", Accounts.Configuration(emulator.BaseAddress, emulator.Token)).AddFollower<AllFeeds>(Quickly));
        using var lag = Gauge("lag");
        using var failing = Gauge("failing");
        using var silence = Gauge("silence");

        // All three while it runs: a follower that has stopped has no gauges.
        await RunAsync(provider, () => (Last(failing), Last(silence), Last(lag)) is (0, > 0, 0));

        Assert.That(Last(failing), Is.Zero);
        Assert.That(Last(silence), Is.Positive);

        MetricCollector<double> Gauge(string name) => new(meterScope: null, EventsTelemetry.SourceName, $"onepassword.events.follow.{name}");

        double? Last(MetricCollector<double> gauge)
        {
            gauge.RecordObservableInstruments();
            return gauge.GetMeasurementSnapshot().ContainsTags(new KeyValuePair<string, object?>("onepassword.events.follower", "gauged-auditevents")).LastOrDefault()?.Value;
        }
    }

    [Test]
    public void A_handler_of_nothing_and_a_client_of_something_else_are_refused()
    {
        var services = Accounts.Services();
        Assert.That(
            () => services.AddOnePasswordEvents(Accounts.Configuration(new Uri("http://127.0.0.1:1/"), "t0ken")).AddFollower<Sink>(),
            Throws.InvalidOperationException.With.Message.Contains("Sink implements IEventPageHandler of no event"));
        Assert.That(
            () => services.AddOnePasswordEvents("other", Accounts.Configuration(new Uri("http://127.0.0.1:1/"), "t0ken")).AddFollower<OldUsages>(options => options.Feeds = [FeedNames.AuditEvents]),
            Throws.ArgumentException.With.Message.Contains("OldUsages takes no events of 'auditevents'; it takes those of itemusages."));
        Assert.That(() => services.AddHttpClient("mine").AddFollower<Raw>(), Throws.ArgumentException.With.Message.Contains("'mine' is no client that AddOnePasswordEvents registered."));
    }

    private ServiceProvider Provider(Action<IServiceCollection> configure)
    {
        var services = Accounts.Services();
        services.AddSingleton<ICheckpointStore>(_store);
        services.AddSingleton(_sink);
        services.ConfigureAll<EventsClientOptions>(options => options.Resilience.Retry.MaxRetryAttempts = 0);
        services.AddHealthChecks().AddOnePasswordEventsFollowers();
        configure(services);
        return services.BuildServiceProvider();
    }

    private static void Quickly(FollowerOptions options) => options.Configure = follow =>
    {
        follow.Start = EventQuery.Since(TimeSpan.FromDays(2));
        follow.MinPollInterval = follow.MaxPollInterval = TimeSpan.FromMilliseconds(5);
        follow.MaxBackoff = TimeSpan.FromSeconds(1);
    };

    private static async Task RunAsync(ServiceProvider provider, Func<bool> until)
    {
        var followers = provider.GetServices<IHostedService>().OfType<BackgroundService>().ToList();
        foreach (var follower in followers)
            await follower.StartAsync(CancellationToken.None);
        await Accounts.UntilAsync(until);
        foreach (var follower in followers)
            await follower.StopAsync(CancellationToken.None);
    }

    private static List<string> Failing(ServiceProvider provider) =>
        [.. provider.GetRequiredService<OnePassword.Events.Hosting.FollowerHealthRegistry>().All.Where(health => health.Failure is not null).Select(health => health.Name)];

    private static async Task<(HealthStatus Status, string? Said)> HealthAsync(ServiceProvider provider)
    {
        var entry = (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries.Single().Value;
        return (entry.Status, entry.Description);
    }

    private static string Uuid(ReadOnlyMemory<byte> json) => (string)Newtonsoft.Json.Linq.JObject.Parse(Encoding.UTF8.GetString(json.Span))["uuid"]!;

    private sealed class Sink
    {
        private readonly ConcurrentQueue<(string Name, string Uuid)> _events = new();

        public int Failures { get; set; }

        public int Count => _events.Count;

        public IEnumerable<string> Names => _events.Select(entry => entry.Name).Distinct(StringComparer.Ordinal);

        public List<string> Of(string name) => [.. _events.Where(entry => entry.Name == name).Select(entry => entry.Uuid)];

        public Task KeepAsync<T>(FollowedPage<T> page, Func<T, string?> uuid)
        {
            if (Failures-- > 0)
                throw new InvalidOperationException("the handler is not ready");
            foreach (var item in page.Items)
                _events.Enqueue((page.Name, uuid(item)!));
            return Task.CompletedTask;
        }
    }

    private sealed class AllFeeds(Sink sink) : IEventPageHandler<V2.AuditEvent>, IEventPageHandler<V2.ItemUsage>, IEventPageHandler<V2.SignInAttempt>
    {
        public Task HandleAsync(FollowedPage<V2.AuditEvent> page, CancellationToken cancellationToken = default) => sink.KeepAsync(page, item => item.Uuid);

        public Task HandleAsync(FollowedPage<V2.ItemUsage> page, CancellationToken cancellationToken = default) => sink.KeepAsync(page, item => item.Uuid);

        public Task HandleAsync(FollowedPage<V2.SignInAttempt> page, CancellationToken cancellationToken = default) => sink.KeepAsync(page, item => item.Uuid);
    }

    private sealed class OldUsages(Sink sink) : IEventPageHandler<V1.ItemUsage>
    {
        public Task HandleAsync(FollowedPage<V1.ItemUsage> page, CancellationToken cancellationToken = default) => sink.KeepAsync(page, item => item.Uuid);
    }

    private sealed class OtherUsages(Sink sink) : IEventPageHandler<V1.ItemUsage>
    {
        public Task HandleAsync(FollowedPage<V1.ItemUsage> page, CancellationToken cancellationToken = default) => sink.KeepAsync(page, item => item.Uuid);
    }

    private sealed class Raw(Sink sink) : IEventPageHandler<RawEvent>
    {
        public Task HandleAsync(FollowedPage<RawEvent> page, CancellationToken cancellationToken = default) => sink.KeepAsync(page, item => item.Uuid);
    }
}
