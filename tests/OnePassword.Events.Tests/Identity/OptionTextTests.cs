using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OnePassword.Events.Tests.Hosting;

namespace OnePassword.Events.Tests.Identity;

/// <summary>An invalid option is explained without showing a value that may be a misplaced token.</summary>
public sealed class OptionTextTests
{
    // A JSON web token and an opaque token, neither of which LeakWatch looks for.
    private static readonly string[] Misplaced = ["ops_eyJhbGciOiJFUzI1NiJ", "0123456789abcdefABCDEF"];

    [Test]
    public void A_token_in_the_place_of_another_option_is_not_shown(
        [ValueSource(nameof(Misplaced))] string token, [Values("Region", "Resilience:RateLimiter:PerMinute", "TokenExpiryWarning")] string key)
    {
        var error = Assert.Throws<InvalidOperationException>(() => Options((key, token)));
        Assert.That(error.ToString(), Does.Contain($"'{key}'").And.Not.Contain(token).And.Not.Contain("System.Int32"));
    }

    [Test]
    public void An_unknown_key_in_the_configuration_is_named_without_a_type() =>
        Assert.That(() => Options(("Tokn", "x")), Throws.InvalidOperationException.With.Message.EqualTo("The configuration key 'Tokn' is not an option. Valid options: Token, Region, AccountName, Application, Resilience, TokenExpiryWarning."));

    [TestCase("Region", "uk", "'uk' is not a region; use us, ca, eu, ent, or an https address.")]
    [TestCase("TokenExpiryWarning", "2 weeks", "Specify a duration, such as '00:00:30'.")]
    [TestCase("Resilience:RateLimiter:PerHour", "1e3", "Specify a whole number.")]
    [TestCase("Resilience:CircuitBreaker:FailureRatio", "0,5", "Specify a number, such as '0.5'.")]
    public void An_invalid_value_in_the_configuration_is_explained(string key, string value, string advice) =>
        Assert.That(
            () => Options((key, value)),
            Throws.InvalidOperationException.With.Message.EqualTo($"The configuration value at '{key}' is invalid. {advice}"));

    [Test]
    public void A_configuration_key_without_a_value_leaves_the_default() =>
        Assert.That(Options(("Token", "t"), ("Region", "eu"), ("AccountName", null), ("TokenExpiryWarning", null)).TokenExpiryWarning, Is.EqualTo(TimeSpan.FromDays(14)));

    [TestCase("Resilience:Retry:BackoffType", "The configuration key 'Resilience:Retry:BackoffType' is not an option. Valid options: MaxRetryAttempts, Delay, MaxDelay.")]
    [TestCase("Resilience:AttemptTimeout:Timeout", "The configuration key 'Resilience:AttemptTimeout' must have a value, but it has child keys.")]
    [TestCase("Resilience:Retry", "The configuration key 'Resilience:Retry' must have child keys, but it has a value.")]
    public void A_key_in_the_wrong_place_of_the_configuration_is_named_with_its_path(string key, string message) =>
        Assert.That(() => Options((key, "00:00:30")), Throws.InvalidOperationException.With.Message.EqualTo(message));

    [Test]
    public void A_token_in_place_of_a_configuration_key_is_not_shown([ValueSource(nameof(Misplaced))] string token) =>
        Assert.That(() => Options((token, "x")), Throws.InvalidOperationException.With.Message.Not.Contain(token));

    [Test]
    public void A_token_in_the_place_of_a_region_or_a_name_is_not_shown([ValueSource(nameof(Misplaced))] string token)
    {
        Assert.That(() => EventsRegion.Parse(token), Throws.ArgumentException.With.Message.Not.Contain(token));
        Assert.That(
            () => EventsRegion.At(new Uri(token, UriKind.Relative)), Throws.ArgumentException.With.Message.Not.Contain(token));
        Assert.That(
            async () => await new MemoryCheckpointStore().LoadAsync("/" + token),
            Throws.ArgumentException.With.Message.Not.Contain(token));
    }

    private static EventsClientOptions Options(params (string, string?)[] values)
    {
        var services = Accounts.Services();
        services.AddOnePasswordEvents(Accounts.Configuration(values));
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptionsMonitor<EventsClientOptions>>().CurrentValue;
    }
}
