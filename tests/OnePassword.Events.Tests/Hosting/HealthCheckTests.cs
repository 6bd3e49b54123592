using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OnePassword.Events.Emulator;

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
