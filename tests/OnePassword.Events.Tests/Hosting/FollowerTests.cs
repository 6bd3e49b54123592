using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Newtonsoft.Json.Linq;
using OnePassword.Events.Emulator;
using static OnePassword.Events.Tests.Hosting.FollowerFixture;

namespace OnePassword.Events.Tests.Hosting;

/// <summary>Followers as hosted services: which events reach which handler.</summary>
public sealed class FollowerTests
{
    private readonly FollowerFixture _application = new();

    private EventCollector Collector => _application.Collector;

    [Test]
    public async Task Account_that_fails_does_not_stop_the_followers_of_other_accounts()
    {
        await using var acme = await Accounts.StartAsync();
        await using var globex = await Accounts.StartAsync(events: 5);
        await using var broken = await Accounts.StartAsync();
        await using var provider = _application.Build(services =>
        {
            AddClient(services, acme, "acme").AddFollower<AllFeedsHandler>(Quickly);
            AddClient(services, globex, "globex").AddFollower<AllFeedsHandler>(Quickly);
            AddClient(services, broken, "broken", token: "t0ken-revoked").AddFollower<AllFeedsHandler>(Quickly);
        });

        await RunAsync(provider, () => Collector.Count == 9 + 15 && Failing(provider).Count == 3);

        Assert.That(Collector.Of("acme-auditevents"), Is.EqualTo(Uuids(acme, EmulatorFeed.AuditEvents)));
        Assert.That(Collector.Of("globex-signinattempts"), Is.EqualTo(Uuids(globex, EmulatorFeed.SignInAttempts)));
        Assert.That(
            Failing(provider),
            Is.EquivalentTo(new[] { "broken-auditevents", "broken-itemusages", "broken-signinattempts" }));
        Assert.That((await _application.Store.LoadAsync("acme-auditevents"))!.Events, Is.EqualTo(3));
    }

    [Test]
    public async Task Handler_of_one_event_type_receives_only_its_feed_and_version()
    {
        await using var emulator = await Accounts.StartAsync();
        await using var provider = _application.Build<V1UsageHandler>(emulator);

        await RunAsync(provider, () => Collector.Count == 3);

        Assert.That(Collector.Of("v1-itemusages"), Has.Count.EqualTo(3));
        Assert.That(
            emulator.Requests.Select(request => request.Path).Distinct(StringComparer.Ordinal),
            Is.EqualTo(new[] { "/api/v1/itemusages" }));
    }

    [Test]
    public async Task Handler_of_raw_events_receives_the_selected_feeds()
    {
        await using var emulator = await Accounts.StartAsync();
        await using var provider = _application.Build<RawHandler>(emulator, options =>
        {
            Quickly(options);
            options.Feeds = [FeedNames.ItemUsages, FeedNames.SignInAttempts];
        });

        await RunAsync(provider, () => Collector.Count == 6);

        Assert.That(Collector.Followers, Is.EquivalentTo(new[] { "raw-itemusages", "raw-signinattempts" }));
    }

    [Test]
    public async Task Handlers_with_their_own_name_or_store_each_receive_all_events()
    {
        await using var emulator = await Accounts.StartAsync();
        await using var provider = _application.Build(services => AddClient(services, emulator, "acme")
            .AddFollower<V1UsageHandler>(Quickly)
            .AddFollower<SecondV1UsageHandler>(options =>
            {
                Quickly(options);
                options.Name = "alerts";
            })
            .AddFollower<SecondV1UsageHandler>(options =>
            {
                Quickly(options);
                options.Checkpoints = new MemoryCheckpointStore();
            }));

        await RunAsync(provider, () => Collector.Count == 9);

        Assert.That(
            Collector.Of("acme-v1-itemusages").CountBy(uuid => uuid).Select(uuid => uuid.Value),
            Is.EqualTo(new[] { 2, 2, 2 }));
        Assert.That(Collector.Of("acme-alerts-v1-itemusages"), Has.Count.EqualTo(3).And.Unique);
        Assert.That(await HealthAsync(provider), Is.EqualTo((HealthStatus.Healthy, "All 3 followers work.")));
    }

    [Test]
    public async Task Stopping_interrupts_a_request_without_waiting_for_its_timeout()
    {
        await using var emulator = await Accounts.StartAsync();
        emulator.Inject(new Fault { Mode = FaultMode.Stall });
        await using var provider = _application.Build(services =>
        {
            services.ConfigureAll<EventsClientOptions>(options => options.TimeProvider = new FakeTimeProvider(TimeProvider.System.GetUtcNow()));
            AddClient(services, emulator).AddFollower<V1UsageHandler>(Quickly);
        });
        var service = provider.GetServices<IHostedService>().OfType<BackgroundService>().Single();
        await service.StartAsync(CancellationToken.None);
        await Wait.UntilAsync(() => emulator.Requests.Count == 1);

        await service.StopAsync(CancellationToken.None).WaitAsync(Wait.Limit, TimeProvider.System);

        Assert.That(service.ExecuteTask!.IsCompleted, Is.True, "although no time passes");
        Assert.That(emulator.Requests, Has.Count.EqualTo(1));
    }

    private static IEnumerable<string> Uuids(EventsEmulator emulator, EmulatorFeed feed) =>
        emulator.ReadAll(feed, EmulatorApi.V2).Select(json => (string)JObject.Parse(Encoding.UTF8.GetString(json.Span))["uuid"]!);
}
