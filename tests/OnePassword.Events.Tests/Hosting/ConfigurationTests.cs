using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OnePassword.Events.Tests.Hosting;

/// <summary>Client options from the configuration of an application.</summary>
public sealed class ConfigurationTests
{
    private const string Json = """
        {
          "OnePassword": {
            "Token": "t0ken-in-json",
            "Region": "CA",
            "AccountName": "acme",
            "Application": "shipper/1.2",
            "TokenExpiryWarning": "30.00:00:00",
            "Resilience": {
              "RateLimiter": { "PerMinute": 300, "PerHour": 15000 },
              "TotalRequestTimeout": "00:05:00",
              "Retry": { "MaxRetryAttempts": 9, "Delay": "00:00:02", "MaxDelay": "00:01:00" },
              "CircuitBreaker": { "FailureRatio": 0.5, "MinimumThroughput": 20, "SamplingDuration": "00:10:00", "BreakDuration": "00:00:30" },
              "AttemptTimeout": "00:00:45",
              "MaxResponseBytes": 1048576
            }
          }
        }
        """;

    [Test]
    public async Task Options_are_read_from_JSON()
    {
        var options = await BindAsync(Json);
        var (resilience, retry, breaker) = (options.Resilience, options.Resilience.Retry, options.Resilience.CircuitBreaker);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(options.Token?.Value, Is.EqualTo("t0ken-in-json"));
            Assert.That(options.Region, Is.EqualTo(EventsRegion.Canada));
            Assert.That(options.Application, Is.EqualTo("shipper/1.2"));
            Assert.That(options.TokenExpiryWarning, Is.EqualTo(TimeSpan.FromDays(30)));
            Assert.That((resilience.RateLimiter.PerMinute, resilience.RateLimiter.PerHour), Is.EqualTo((300, 15_000)));
            Assert.That(
                (resilience.TotalRequestTimeout, resilience.AttemptTimeout),
                Is.EqualTo((TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(45))));
            Assert.That(
                (retry.MaxRetryAttempts, retry.Delay, retry.MaxDelay),
                Is.EqualTo((9, TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(1))));
            Assert.That((breaker.FailureRatio, breaker.MinimumThroughput), Is.EqualTo((0.5, 20)));
            Assert.That(
                (breaker.SamplingDuration, breaker.BreakDuration),
                Is.EqualTo((TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(30))));
            Assert.That(resilience.MaxResponseBytes, Is.EqualTo(1_048_576));
        }
    }

    [Test]
    public async Task Every_option_can_be_set_in_the_configuration()
    {
        var set = Values(await BindAsync(Json)).ToDictionary(StringComparer.Ordinal);
        var defaults = Values(new EventsClientOptions());
        Assert.That(defaults.Where(option => Equals(option.Value, set[option.Key])).Select(option => option.Key), Is.Empty);
        Assert.That(set, Has.Count.EqualTo(17));
    }

    [TestCase("https://events.1password.eu", "eu")]
    [TestCase("ent", "ent")]
    [TestCase("http://127.0.0.1:8080/", "127.0.0.1:8080")]
    public async Task Region_is_a_name_or_an_address(string text, string name) =>
        Assert.That((await BindAsync($$$"""{"OnePassword":{"Token":"t","Region":"{{{text}}}"}}""")).Region?.Name, Is.EqualTo(name));

    private static async Task<EventsClientOptions> BindAsync(string json)
    {
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();
        var services = new ServiceCollection();
        services.AddOnePasswordEvents(configuration.GetSection("OnePassword"));
        await using var provider = services.BuildServiceProvider();
        Assert.That(provider.GetRequiredService<EventsClient>(), Is.Not.Null);
        return provider.GetRequiredService<IOptions<EventsClientOptions>>().Value;
    }

    // Options that a configuration can contain: a clock, a logger factory and a token provider are objects.
    private static IEnumerable<KeyValuePair<string, object?>> Values(object options) =>
        from property in options.GetType().GetProperties()
        where property.PropertyType != typeof(TimeProvider) && property.Name is not ("LoggerFactory" or "TokenProvider")
        let value = property.GetValue(options)
        from leaf in property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal)
            ? Values(value!)
            : [new KeyValuePair<string, object?>($"{options.GetType().Name}.{property.Name}", value)]
        select leaf;
}
