using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace OnePassword.Events.Tests.Hosting;

/// <summary>An application with invalid options does not start. The error lists all invalid options.</summary>
public sealed class ValidationTests
{
    [Test]
    public void All_invalid_options_are_reported_in_one_error()
    {
        var failures = FailuresOf(options =>
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
        });
        Assert.That(failures.Select(failure => failure.Split(' ')[0]), Is.EquivalentTo(new[]
        {
            "RateLimiter.PerMinute", "RateLimiter.PerHour", "TotalRequestTimeout", "AttemptTimeout", "Retry.MaxRetryAttempts",
            "Retry.Delay", "Retry.MaxDelay", "CircuitBreaker.FailureRatio", "CircuitBreaker.MinimumThroughput",
            "CircuitBreaker.SamplingDuration", "CircuitBreaker.BreakDuration", "MaxResponseBytes", "TokenExpiryWarning", "Token",
        }));
    }

    [Test]
    public void Missing_token_is_reported() =>
        Assert.That(FailuresOf(options => options.Region = EventsRegion.Europe), Is.EqualTo(new[] { "Token or TokenProvider must be set." }));

    [Test]
    public void Error_names_the_account_and_its_configuration_section()
    {
        var section = Accounts.Configuration(("Accounts:Acme:Region", "eu")).GetSection("Accounts:Acme");
        Assert.That(
            FailuresOf(services => services.AddOnePasswordEvents("acme", section)),
            Is.EqualTo(new[] { "Account 'acme', configuration 'Accounts:Acme': Token or TokenProvider must be set." }));
        Assert.That(
            FailuresOf(services => services.AddOnePasswordEvents("acme", options => options.Region = EventsRegion.Europe)),
            Is.EqualTo(new[] { "Account 'acme': Token or TokenProvider must be set." }));
        Assert.That(
            FailuresOf(services => services.AddOnePasswordEvents(section)),
            Is.EqualTo(new[] { "Configuration 'Accounts:Acme': Token or TokenProvider must be set." }));
    }

    [Test]
    public void Token_without_a_region_requires_the_Region_option() =>
        Assert.That(FailuresOf(options => options.Token = "t0ken-opaque"), Has.Exactly(1).StartsWith("Region must be set"));

    [Test]
    public void Token_provider_requires_the_Region_option() =>
        Assert.That(
            FailuresOf(options => options.TokenProvider = Tokens.ForAudience("events.1password.eu")),
            Has.Exactly(1).StartsWith("Region must be set"));

    [Test]
    public void Application_that_is_not_valid_in_a_User_Agent_header_is_reported() =>
        Assert.That(FailuresOf(options => options.Application = "no, this"), Has.Exactly(1).StartsWith("Application must have the form"));

    [TestCase("s3cret of the\u00E9 vault")]
    [TestCase("Bearer s3cret")]
    public void Malformed_token_stops_the_application_and_is_not_shown(string token)
    {
        var error = Assert.CatchAsync(() => StartAsync(("Token", token), ("Region", "eu")))!;
        Assert.That(error.ToString(), Does.Contain("Token").And.Not.Contain("s3cret"));
    }

    [TestCase("Region", "mars", "us, ca, eu, ent")]
    [TestCase("Region", "http://events.example.com", "loopback")]
    [TestCase("Token", "", "empty")]
    [TestCase("Resilience:RateLimiter:PerMinutes", "3", "PerMinutes")]
    [TestCase("Tokn", "t0ken-opaque", "Tokn")]
    [TestCase("Resilience:Retry:Delay", "soon", "Delay")]
    public void Invalid_value_stops_the_application_and_the_error_names_the_option(string key, string value, string reason)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Token"] = "t0ken-opaque", ["Region"] = "eu", [key] = value };
        var error = Assert.CatchAsync(() => StartAsync([.. settings.Select(setting => (setting.Key, setting.Value))]))!;
        Assert.That(error.Message, Does.Contain(key.Split(':')[^1]).IgnoreCase);
        Assert.That($"{error.Message} {error.InnerException?.Message}", Does.Contain(reason));
    }

    [Test]
    public void Valid_configuration_starts() =>
        Assert.That(() => StartAsync(("Token", "t0ken-opaque"), ("Region", "eu")), Throws.Nothing);

    private static string[] FailuresOf(Action<EventsClientOptions> configure) =>
        FailuresOf(services => { services.AddOnePasswordEvents(configure); });

    private static string[] FailuresOf(Action<IServiceCollection> register) =>
        [.. Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(register))!.Failures];

    private static Task StartAsync(params (string Key, string? Value)[] settings) =>
        StartAsync(services => services.AddOnePasswordEvents(Accounts.Configuration(settings)));

    private static async Task StartAsync(Action<IServiceCollection> register)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        register(builder.Services);
        using var host = builder.Build();
        await host.StartAsync();
        await host.StopAsync();
    }
}
