using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Hosting;

/// <summary>Healthy is an account whose token the server takes for at least one feed.</summary>
public sealed class HealthCheckTests
{
    [Test]
    public async Task A_token_that_may_read_is_healthy_and_costs_one_request()
    {
        await using var emulator = await Accounts.StartAsync();
        var (name, entry) = await CheckAsync(emulator);
        Assert.That((name, entry.Status), Is.EqualTo(("onepassword_events", HealthStatus.Healthy)));
        Assert.That(entry.Description, Does.Contain(string.Join(", ", FeedNames.All)));
        Assert.That(emulator.Requests.Select(request => request.Path), Is.EqualTo(new[] { "/api/v2/auth/introspect" }));
    }

    [Test]
    public async Task A_token_that_may_read_nothing_is_unhealthy()
    {
        await using var emulator = await EventsEmulator.StartAsync(new EmulatorOptions { Features = [] });
        var (_, entry) = await CheckAsync(emulator);
        Assert.That((entry.Status, entry.Description), Is.EqualTo((HealthStatus.Unhealthy, "The token may read no feed.")));
    }

    [Test]
    public async Task A_token_that_is_refused_is_unhealthy_and_not_shown()
    {
        await using var emulator = await Accounts.StartAsync();
        var (_, entry) = await CheckAsync(emulator, token: "t0ken-revoked");
        Assert.That(entry.Status, Is.EqualTo(HealthStatus.Unhealthy));
        Assert.That(entry.Exception, Is.InstanceOf<EventsApiException>().With.Property("Reason").EqualTo(EventsFailure.TokenRejected));
        Assert.That(entry.Description + entry.Exception, Does.Contain("401").And.Not.Contain("t0ken-revoked"));
    }

    [Test]
    public async Task A_named_account_has_a_check_of_its_own_that_counts_as_the_application_says()
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
