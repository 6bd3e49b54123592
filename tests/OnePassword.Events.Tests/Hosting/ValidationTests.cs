using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace OnePassword.Events.Tests.Hosting;

/// <summary>An application with a broken configuration does not start, and says all that is broken.</summary>
public sealed class ValidationTests
{
    [Test]
    public void All_broken_rules_are_listed_at_once()
    {
        var failures = Refused(services => services.AddOnePasswordEvents(options =>
        {
            options.TokenExpiryWarning = TimeSpan.FromDays(-1);
            options.Resilience.RateLimiter.PerMinute = 0;
            options.Resilience.RateLimiter.PerHour = -1;
            options.Resilience.TotalRequestTimeout = TimeSpan.Zero;
            options.Resilience.Retry.MaxRetryAttempts = -1;
            options.Resilience.Retry.Delay = TimeSpan.FromDays(2);
            options.Resilience.CircuitBreaker.FailureRatio = 0;
            options.Resilience.CircuitBreaker.MinimumThroughput = 1;
            options.Resilience.CircuitBreaker.SamplingDuration = TimeSpan.FromSeconds(59);
            options.Resilience.CircuitBreaker.BreakDuration = TimeSpan.Zero;
            options.Resilience.MaxResponseBytes = 0;
        }));
        Assert.That(failures.Select(failure => failure.Split(' ')[0]), Is.EquivalentTo(new[]
        {
            "RateLimiter.PerMinute", "RateLimiter.PerHour", "TotalRequestTimeout", "AttemptTimeout", "Retry.MaxRetryAttempts",
            "Retry.Delay", "Retry.MaxDelay", "CircuitBreaker.FailureRatio", "CircuitBreaker.MinimumThroughput", "CircuitBreaker.SamplingDuration",
            "CircuitBreaker.BreakDuration", "MaxResponseBytes", "TokenExpiryWarning", "Token",
        }));
    }

    [Test]
    public void A_missing_token_is_said() =>
        Assert.That(Refused(services => services.AddOnePasswordEvents(Accounts.Configuration(("Region", "eu")))), Is.EqualTo(new[] { "Token or TokenProvider must be set." }));

    [Test]
    public void A_token_that_names_no_region_needs_one_named() =>
        Assert.That(Refused(services => services.AddOnePasswordEvents("eu", options => options.Token = "t0ken-opaque")), Has.Exactly(1).StartsWith("Region must be set"));

    [Test]
    public void A_provider_of_tokens_needs_a_region_named() =>
        Assert.That(
            Refused(services => services.AddOnePasswordEvents(options => options.TokenProvider = Tokens.ForAudience("events.1password.eu"))),
            Has.Exactly(1).StartsWith("Region must be set"));

    [Test]
    public void An_application_that_no_user_agent_can_hold_is_said() =>
        Assert.That(
            Refused(services => services.AddOnePasswordEvents(options => (options.Token, options.Region, options.Application) = ("t0ken-opaque", EventsRegion.Europe, "no, this"))),
            Has.Exactly(1).Contains("Application"));

    [TestCase("s3cret of the\u00E9 vault")]
    [TestCase("Bearer s3cret")]
    public void A_token_that_can_be_none_stops_the_application_and_is_not_shown(string token)
    {
        var error = Assert.CatchAsync(() => StartAsync(services => services.AddOnePasswordEvents(Accounts.Configuration(("Token", token), ("Region", "eu")))))!;
        Assert.That(error.ToString(), Does.Contain("Token").And.Not.Contain("s3cret"));
    }

    [TestCase("Region", "mars", "us, ca, eu, ent")]
    [TestCase("Region", "http://events.example.com", "loopback")]
    [TestCase("Token", "", "empty")]
    [TestCase("Resilience:RateLimiter:PerMinutes", "3", "PerMinutes")]
    [TestCase("Tokn", "t0ken-opaque", "Tokn")]
    [TestCase("Resilience:Retry:Delay", "soon", "Delay")]
    public void A_value_that_cannot_be_taken_stops_the_application_and_its_message_names_the_option(string key, string value, string said)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Token"] = "t0ken-opaque", ["Region"] = "eu", [key] = value };
        var error = Assert.CatchAsync(() => StartAsync(services => services.AddOnePasswordEvents(Accounts.Configuration([.. settings.Select(setting => (setting.Key, setting.Value))]))))!;
        Assert.That(error.Message, Does.Contain(key.Split(':')[^1]).IgnoreCase);
        Assert.That($"{error.Message} {error.InnerException?.Message}", Does.Contain(said));
    }

    [Test]
    public async Task A_sound_configuration_starts() =>
        await Assert.ThatAsync(
            () => StartAsync(services => services.AddOnePasswordEvents(Accounts.Configuration(("Token", "t0ken-opaque"), ("Region", "eu")))), Throws.Nothing);

    private static string[] Refused(Action<IServiceCollection> register) =>
        [.. Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(register))!.Failures];

    private static async Task StartAsync(Action<IServiceCollection> register)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        register(builder.Services);
        using var host = builder.Build();
        await host.StartAsync();
        await host.StopAsync();
    }
}
