namespace OnePassword.Events.Tests;

/// <summary>The client checks its options, and reports every invalid one at once.</summary>
public sealed class OptionsTests
{
    private static readonly TestCaseData[] Broken =
    [
        Rule("RateLimiter.PerMinute", options => options.Resilience.RateLimiter.PerMinute = 0),
        Rule("RateLimiter.PerHour", options => options.Resilience.RateLimiter.PerHour = 2_000_000),
        Rule("TotalRequestTimeout", options => options.Resilience.TotalRequestTimeout = TimeSpan.Zero),
        Rule("AttemptTimeout must be above", options => options.Resilience.AttemptTimeout = TimeSpan.Zero),
        Rule("AttemptTimeout must not exceed", options => options.Resilience.AttemptTimeout = TimeSpan.FromMinutes(4)),
        Rule("MaxRetryAttempts", options => options.Resilience.Retry.MaxRetryAttempts = -1),
        Rule("Retry.Delay", options => options.Resilience.Retry.Delay = TimeSpan.FromTicks(-1)),
        Rule("Retry.MaxDelay", options => options.Resilience.Retry.MaxDelay = TimeSpan.FromMilliseconds(999)),
        Rule("FailureRatio", options => options.Resilience.CircuitBreaker.FailureRatio = 1.1),
        Rule("MinimumThroughput", options => options.Resilience.CircuitBreaker.MinimumThroughput = 1),
        Rule("SamplingDuration", options => options.Resilience.CircuitBreaker.SamplingDuration = TimeSpan.FromSeconds(59)),
        Rule(
            "SamplingDuration",
            options => (options.Resilience.AttemptTimeout, options.Resilience.CircuitBreaker.SamplingDuration) = (
                TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(200))),
        Rule("must not be null", options => options.Resilience = null!),
        Rule("must not be null", options => options.Resilience.Retry = null!),
        Rule("BreakDuration", options => options.Resilience.CircuitBreaker.BreakDuration = TimeSpan.FromMilliseconds(499)),
        Rule("MaxResponseBytes", options => options.Resilience.MaxResponseBytes = 1_023),
        Rule("TokenExpiryWarning", options => options.TokenExpiryWarning = TimeSpan.FromDays(366)),
        Rule("User-Agent", options => options.Application = "a/b/c"),
        Rule("The token is missing", options => options.Token = null),
        Rule("not a JSON web token", options => options.Region = null),
        Rule("The region is missing", options =>
        {
            options.Region = null;
            options.TokenProvider = EventsTokenProvider.From(_ => ValueTask.FromResult(new EventsToken("t")));
        }),
    ];

    [TestCaseSource(nameof(Broken))]
    public void An_invalid_option_is_rejected_by_its_name(string says, Action<EventsClientOptions> breaks)
    {
        var options = Valid();
        breaks(options);
        Assert.That(() => new EventsClient(options), Throws.ArgumentException.With.Message.Contains(says));
    }

    [Test]
    public void Several_invalid_options_are_reported_at_once()
    {
        var options = Valid();
        (options.Resilience.Retry.MaxRetryAttempts, options.Resilience.MaxResponseBytes) = (-1, 0);
        Assert.That(
            () => new EventsClient(options),
            Throws.ArgumentException.With.Message.Contains("MaxRetryAttempts").And.Message.Contains("MaxResponseBytes"));
    }

    [Test]
    public void The_default_options_are_valid()
    {
        var options = Valid().Resilience;
        using var client = new EventsClient(Valid());
        Assert.That((options.RateLimiter.PerMinute, options.RateLimiter.PerHour), Is.EqualTo((600, 30_000)));
        Assert.That(
            (options.TotalRequestTimeout, options.AttemptTimeout),
            Is.EqualTo((TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(30))));
    }

    private static EventsClientOptions Valid() => new() { Token = "t", Region = EventsRegion.Europe };

    private static TestCaseData Rule(string says, Action<EventsClientOptions> breaks) =>
        new TestCaseData(says, breaks).SetArgDisplayNames(says);
}
