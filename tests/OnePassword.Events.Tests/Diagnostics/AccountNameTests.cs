using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using OnePassword.Events.Diagnostics;
using OnePassword.Events.Emulator;
using OnePassword.Events.Tests.Hosting;
using static OnePassword.Events.Tests.Hosting.FollowerFixture;

namespace OnePassword.Events.Tests.Diagnostics;

/// <summary>Everything that the library reports names its account.</summary>
public sealed class AccountNameTests
{
    private const string Tag = "onepassword.events.account";
    private static readonly string[] Names = ["acme", "globex", "initech"];

    [Test]
    public async Task Every_log_line_span_and_measurement_of_several_accounts_names_the_account()
    {
        using var logs = new LogCapture();
        using var recorder = new TelemetryRecorder(all: true);
        var emulators = await Task.WhenAll(Names.Select(_ => Accounts.StartAsync()));
        var application = new FollowerFixture();
        await using var provider = application.Build(services =>
        {
            services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs.Provider));
            foreach (var (name, emulator) in Names.Zip(emulators))
            {
                // Each of three feeds fails with its only retry. Then one page uses up the quota.
                services.Configure<EventsClientOptions>(name, options =>
                {
                    options.Resilience.RateLimiter.PerMinute = 7;
                    options.Resilience.Retry.MaxRetryAttempts = 1;
                });
                emulator.Inject(new Fault { Status = 500, Times = 6 });
                AddClient(services, emulator, name).AddFollower<AllFeedsHandler>(Quickly);
            }
        });

        await RunAsync(provider, () => Names.All(name =>
            logs.OfLibrary.Any(line => line.Id.Id == 6 && AccountOf(line.StructuredState!) == name)));

        var measured = recorder.Measured.Where(one => one.Name.StartsWith("onepassword.", StringComparison.Ordinal)
            || one.Name.StartsWith("resilience.polly.", StringComparison.Ordinal)).ToList();
        Assert.That(
            measured.Select(one => one.Name),
            Is.SupersetOf(new[]
            {
                "onepassword.events.pages", "onepassword.events.retries", "onepassword.events.quota.waiting",
                "onepassword.events.follow.failures", "resilience.polly.strategy.events", "resilience.polly.pipeline.duration",
            }));
        Assert.That(measured.Select(one => one.Tags.GetValueOrDefault(Tag)), Is.All.AnyOf(Names));

        var spans = recorder.Spans.Where(span => span.Source.Name == EventsTelemetry.SourceName).ToList();
        Assert.That(spans.Select(span => span.GetTagItem(Tag)).Distinct(), Is.EquivalentTo(Names));

        Assert.That(logs.OfLibrary.Select(line => AccountOf(line.StructuredState!)), Is.All.AnyOf(Names));
        Assert.That(logs.OfLibrary.Select(line => line.Id.Id).Distinct(), Is.SupersetOf(new[] { 1, 2, 6, 8 }));
        foreach (var line in logs.OfLibrary)
            Assert.That(line.Message, Does.Contain($"({AccountOf(line.StructuredState!)})"));
        foreach (var emulator in emulators)
            await emulator.DisposeAsync();
    }

    [Test]
    [NonParallelizable]
    public async Task Gauges_and_statuses_of_hosted_followers_name_the_account()
    {
        await using var emulator = await Accounts.StartAsync();
        var application = new FollowerFixture();
        await using var provider = application.Build(
            services => AddClient(services, emulator, "umbrella").AddFollower<V1UsageHandler>(Quickly));
        using var silence = new MetricCollector<double>(
            meterScope: null, EventsTelemetry.SourceName, "onepassword.events.follow.silence");

        await RunAsync(provider, () =>
        {
            silence.RecordObservableInstruments();
            return silence.GetMeasurementSnapshot().Any(gauge => "umbrella".Equals(gauge.Tags.GetValueOrDefault(Tag)));
        });

        var gauge = silence.GetMeasurementSnapshot().First(gauge => "umbrella".Equals(gauge.Tags.GetValueOrDefault(Tag)));
        Assert.That(gauge.Tags["onepassword.events.follower"], Is.EqualTo("umbrella-v1-itemusages"));
    }

    [Test]
    public async Task The_health_check_of_an_account_names_it()
    {
        await using var emulator = await Accounts.StartAsync();
        var services = Accounts.Services();
        services.AddOnePasswordEvents("acme", Accounts.Configuration(emulator.BaseAddress, emulator.Token));
        services.AddHealthChecks().AddOnePasswordEvents("acme");
        await using var provider = services.BuildServiceProvider();
        var entry = (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries.Single().Value;
        Assert.That(entry.Data[Tag], Is.EqualTo("acme"));
    }

    [TestCase("", "", "")]
    [TestCase("acme", "", "acme")]
    [TestCase("acme", "Acme Corp", "Acme Corp")]
    [TestCase("", "Acme Corp", "Acme Corp")]
    public async Task The_account_has_the_name_of_its_registration_unless_the_options_set_one(
        string registration, string option, string expected)
    {
        var services = Accounts.Services();
        services.AddOnePasswordEvents(
            registration, Accounts.Configuration(("Token", "t0ken"), ("Region", "eu"), ("AccountName", option)));
        await using var provider = services.BuildServiceProvider();
        var client = registration.Length == 0
            ? provider.GetRequiredService<EventsClient>()
            : provider.GetRequiredKeyedService<EventsClient>(registration);
        Assert.That(client.AccountName, Is.EqualTo(expected));
    }

    [Test]
    public async Task An_account_without_a_name_has_no_tag()
    {
        using var recorder = new TelemetryRecorder();
        await using var fixture = await EmulatorFixture.StartAsync();
        await fixture.ReadAuditEventsAsync();
        Assert.That(recorder.Measured.Select(measured => measured.Tags.Keys), Is.Not.Empty.And.All.Not.Contain(Tag));
    }

    [Test]
    public async Task Log_entries_keep_the_fields_of_their_message()
    {
        using var logs = new LogCapture();
        using var client = new StubServer().Responds("""{"cursor":"c1","has_more":false,"items":[]}""").Client(
            new EventsClientOptions { AccountName = "acme", LoggerFactory = logs.Factory() });
        await client.AuditEvents.ReadAsync().ToListAsync();
        var entry = logs.OfLibrary.Single();
        Assert.That(entry.Message, Is.EqualTo("auditevents at eu (acme): read a page of 0 events; more: False"));
        Assert.That(entry.StructuredState!.Select(field => field.Key), Is.EquivalentTo(new[]
        {
            Tag, "onepassword.events.region", "Feed", "Place", "Count", "HasMore", "{OriginalFormat}",
        }));
    }

    [Test]
    [NonParallelizable]
    public void Telemetry_of_a_page_without_listeners_allocates_nothing()
    {
        var telemetry = new FeedTelemetry(
            new ClientTelemetry(EventsRegion.Europe, new EventsClientOptions { AccountName = "acme" }), FeedNames.AuditEvents);
        ReadPage();
        var before = GC.GetAllocatedBytesForCurrentThread();
        ReadPage();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);

        void ReadPage()
        {
            using var activity = telemetry.StartPage();
            telemetry.PageRead(activity, count: 1_000, hasMore: false, DateTimeOffset.UnixEpoch);
        }
    }

    private static string? AccountOf(IReadOnlyList<KeyValuePair<string, string?>> state) =>
        state.FirstOrDefault(field => field.Key == Tag).Value;
}
