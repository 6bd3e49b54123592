using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OnePassword.Events.Emulator;
using OnePassword.Events.Hosting;

namespace OnePassword.Events.Tests.Hosting;

/// <summary>The health check of a client, which queries the feeds of the token.</summary>
public sealed class HealthCheckTests
{
    [Test]
    public async Task Token_that_can_read_a_feed_is_healthy_and_the_check_sends_one_request()
    {
        await using var emulator = await Accounts.StartAsync();
        var (name, entry) = await CheckAsync(emulator);
        Assert.That((name, entry.Status), Is.EqualTo(("onepassword_events", HealthStatus.Healthy)));
        Assert.That(entry.Description, Does.Contain(string.Join(", ", FeedNames.All)));
        Assert.That(emulator.Requests.Select(request => request.Path), Is.EqualTo(new[] { "/api/v2/auth/introspect" }));
    }

    [Test]
    public async Task Token_that_cannot_read_any_feed_is_unhealthy()
    {
        await using var emulator = await EventsEmulator.StartAsync(new EmulatorOptions { Features = [] });
        var (_, entry) = await CheckAsync(emulator);
        Assert.That((entry.Status, entry.Description), Is.EqualTo((HealthStatus.Unhealthy, "The token cannot read any feed.")));
    }

    [Test]
    public async Task Token_that_the_server_rejects_is_unhealthy_and_not_shown()
    {
        await using var emulator = await Accounts.StartAsync();
        var (_, entry) = await CheckAsync(emulator, token: "t0ken-revoked");
        Assert.That(entry.Status, Is.EqualTo(HealthStatus.Unhealthy));
        Assert.That(
            entry.Exception,
            Is.InstanceOf<EventsApiException>().With.Property("Reason").EqualTo(EventsFailure.TokenRejected));
        Assert.That(entry.Description + entry.Exception, Does.Contain("401").And.Not.Contain("t0ken-revoked"));
    }

    [Test]
    public async Task Health_check_of_a_named_account_has_its_own_name_failure_status_and_tags()
    {
        await using var emulator = await Accounts.StartAsync();
        emulator.Inject(new Fault { Introspect = true, Status = 500, Times = int.MaxValue });
        var (name, entry) = await CheckAsync(emulator, name: "eu", failureStatus: HealthStatus.Degraded);
        Assert.That((name, entry.Status), Is.EqualTo(("onepassword_events_eu", HealthStatus.Degraded)));
        Assert.That(entry.Tags, Is.EqualTo(new[] { "ready" }));
    }

    [TestCase(false, HealthStatus.Unhealthy, "The server did not respond successfully within 10 s. The log shows the failed attempts.")]
    [TestCase(true, HealthStatus.Degraded, "The request still waits for the account's quota after 10 s.")]
    public async Task Check_that_takes_too_long_reports_the_cause(bool waitsForQuota, HealthStatus status, string description)
    {
        var clock = new FakeClock(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
        using var server = new StubServer().Responds("""{"features":["auditevents"]}""").Hangs();
        var options = new EventsClientOptions { TimeProvider = clock };
        options.Resilience.RateLimiter.PerMinute = waitsForQuota ? 1 : 600;
        using var client = server.Client(options);
        var context = new HealthCheckContext { Registration = new HealthCheckRegistration("events", new EventsHealthCheck(client), null, null) };
        Assert.That((await context.Registration.Factory(null!).CheckHealthAsync(context)).Status, Is.EqualTo(HealthStatus.Healthy));

        var check = new EventsHealthCheck(client).CheckHealthAsync(context);
        await Wait.UntilAsync(() => waitsForQuota ? client.QuotaWait is not null : server.Requests.Count == 2);
        await clock.TimerStartedAsync(TimeSpan.FromSeconds(10));
        clock.Advance(TimeSpan.FromSeconds(10));
        var result = await check;

        Assert.That((result.Status, result.Description), Is.EqualTo((status, description)));
    }

    private static async Task<(string Name, HealthReportEntry Entry)> CheckAsync(
        EventsEmulator emulator, string? token = null, string? name = null, HealthStatus? failureStatus = null)
    {
        var services = Accounts.Services();
        services.AddOnePasswordEvents(name ?? "", Accounts.Configuration(emulator.BaseAddress, token ?? emulator.Token));
        services.AddHealthChecks().AddOnePasswordEvents(name, failureStatus, ["ready"]);
        await using var provider = services.BuildServiceProvider();
        var (check, entry) = (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries.Single();
        return (check, entry);
    }
}
