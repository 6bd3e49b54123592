using System.Globalization;
using OnePassword.Events.Identity;

namespace OnePassword.Events.Hosting;

/// <summary>The configuration keys of <see cref="EventsClientOptions"/>.</summary>
internal static class ClientOptionKeys
{
    private static readonly OptionKeys<EventsRateLimiterOptions> RateLimiter = new OptionKeys<EventsRateLimiterOptions>()
        .Add(nameof(EventsRateLimiterOptions.PerMinute), Integer, (options, value) => options.PerMinute = value)
        .Add(nameof(EventsRateLimiterOptions.PerHour), Integer, (options, value) => options.PerHour = value);

    private static readonly OptionKeys<EventsRetryOptions> Retry = new OptionKeys<EventsRetryOptions>()
        .Add(nameof(EventsRetryOptions.MaxRetryAttempts), Integer, (options, value) => options.MaxRetryAttempts = value)
        .Add(nameof(EventsRetryOptions.Delay), Duration, (options, value) => options.Delay = value)
        .Add(nameof(EventsRetryOptions.MaxDelay), Duration, (options, value) => options.MaxDelay = value);

    private static readonly OptionKeys<EventsCircuitBreakerOptions> Breaker = new OptionKeys<EventsCircuitBreakerOptions>()
        .Add(nameof(EventsCircuitBreakerOptions.FailureRatio), Number, (options, value) => options.FailureRatio = value)
        .Add(nameof(EventsCircuitBreakerOptions.MinimumThroughput), Integer,
            (options, value) => options.MinimumThroughput = value)
        .Add(nameof(EventsCircuitBreakerOptions.SamplingDuration), Duration,
            (options, value) => options.SamplingDuration = value)
        .Add(nameof(EventsCircuitBreakerOptions.BreakDuration), Duration, (options, value) => options.BreakDuration = value);

    private static readonly OptionKeys<EventsResilienceOptions> Resilience = new OptionKeys<EventsResilienceOptions>()
        .Add(nameof(EventsResilienceOptions.RateLimiter), RateLimiter, options => options.RateLimiter)
        .Add(nameof(EventsResilienceOptions.TotalRequestTimeout), Duration,
            (options, value) => options.TotalRequestTimeout = value)
        .Add(nameof(EventsResilienceOptions.Retry), Retry, options => options.Retry)
        .Add(nameof(EventsResilienceOptions.CircuitBreaker), Breaker, options => options.CircuitBreaker)
        .Add(nameof(EventsResilienceOptions.AttemptTimeout), Duration, (options, value) => options.AttemptTimeout = value)
        .Add(nameof(EventsResilienceOptions.MaxResponseBytes), Integer, (options, value) => options.MaxResponseBytes = value);

    public static OptionKeys<EventsClientOptions> All { get; } = new OptionKeys<EventsClientOptions>()
        .Add(nameof(EventsClientOptions.Token), EventsToken.FromConfiguration, (options, value) => options.Token = value)
        .Add(nameof(EventsClientOptions.Region), RegionText.Parse, (options, value) => options.Region = value)
        .Add(nameof(EventsClientOptions.AccountName), Text, (options, value) => options.AccountName = value)
        .Add(nameof(EventsClientOptions.Application), Text, (options, value) => options.Application = value)
        .Add(nameof(EventsClientOptions.Resilience), Resilience, options => options.Resilience)
        .Add(nameof(EventsClientOptions.TokenExpiryWarning), Duration, (options, value) => options.TokenExpiryWarning = value);

    private static string Text(string text) => text;

    private static int Integer(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out var value)
        ? value
        : throw new OptionTextException("Specify a whole number.");

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new OptionTextException("Specify a number, such as '0.5'.");

    private static TimeSpan Duration(string text) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value)
        ? value
        : throw new OptionTextException("Specify a duration, such as '00:00:30'.");
}
