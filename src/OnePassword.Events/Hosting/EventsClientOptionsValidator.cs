using Microsoft.Extensions.Options;
using OnePassword.Events.Pipeline;

namespace OnePassword.Events.Hosting;

/// <summary>Checks the documented ranges of the options and the rules between them.</summary>
internal sealed class EventsClientOptionsValidator : IValidateOptions<EventsClientOptions>
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);
    private static readonly TimeSpan ShortestBreak = TimeSpan.FromMilliseconds(500);

    /// <exception cref="ArgumentException">An option is invalid. The message names every invalid option.</exception>
    public static void ThrowIfInvalid(EventsClientOptions options)
    {
        if (Failures(options).ToList() is { Count: > 0 } failures)
            throw new ArgumentException(string.Join(" ", failures), nameof(options));
    }

    public ValidateOptionsResult Validate(string? name, EventsClientOptions options)
    {
        var failures = Failures(options).ToList();
        if (options.Token is null && options.TokenProvider is null)
            failures.Add("Token or TokenProvider must be set.");
        else if (options.Region is null && options.Token?.Audience.Region is null)
            failures.Add("Region must be set, because the token does not name a region.");
        return failures.Count > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }

    private static IEnumerable<string> Failures(EventsClientOptions options)
    {
        if (options.Resilience is not { RateLimiter: { } quota, Retry: { } retry, CircuitBreaker: { } breaker } resilience)
            return ["Resilience and its parts must not be null."];
        (bool Holds, string Rule)[] rules =
        [
            (quota.PerMinute is >= 1 and <= 1_000_000, "RateLimiter.PerMinute must be 1 to 1,000,000."),
            (quota.PerHour is >= 1 and <= 1_000_000, "RateLimiter.PerHour must be 1 to 1,000,000."),
            (IsPositive(resilience.TotalRequestTimeout, Day), "TotalRequestTimeout must be above 0, up to 1 day."),
            (IsPositive(resilience.AttemptTimeout, TimeSpan.MaxValue), "AttemptTimeout must be above 0."),
            (resilience.AttemptTimeout <= resilience.TotalRequestTimeout, "AttemptTimeout must not exceed TotalRequestTimeout."),
            (retry.MaxRetryAttempts is >= 0 and <= 100, "Retry.MaxRetryAttempts must be 0 to 100."),
            (IsWithin(retry.Delay, TimeSpan.Zero, Day), "Retry.Delay must be 0 to 1 day."),
            (IsWithin(retry.MaxDelay, retry.Delay, Day), "Retry.MaxDelay must be at least Retry.Delay, up to 1 day."),
            (breaker.FailureRatio is > 0 and <= 1, "CircuitBreaker.FailureRatio must be above 0, up to 1."),
            (breaker.MinimumThroughput is >= 2 and <= 10_000, "CircuitBreaker.MinimumThroughput must be 2 to 10,000."),
            (IsWithin(breaker.SamplingDuration, ShortestBreak, Day) && breaker.SamplingDuration >= 2 * resilience.AttemptTimeout,
                "CircuitBreaker.SamplingDuration must be 500 ms to 1 day, and at least twice AttemptTimeout."),
            (IsWithin(breaker.BreakDuration, ShortestBreak, Day), "CircuitBreaker.BreakDuration must be 500 ms to 1 day."),
            (resilience.MaxResponseBytes is >= 1_024 and <= 2_000_000_000, "MaxResponseBytes must be 1,024 to 2,000,000,000."),
            (options.Token?.Problem is null, options.Token?.Problem ?? ""),
            (UserAgent.IsValid(options.Application), "Application must be a product/version that is valid in a User-Agent."),
            (IsWithin(options.TokenExpiryWarning, TimeSpan.Zero, Year), "TokenExpiryWarning must be 0 to 365 days."),
        ];
        return rules.Where(rule => !rule.Holds).Select(rule => rule.Rule);
    }

    private static bool IsPositive(TimeSpan value, TimeSpan max) => value > TimeSpan.Zero && value <= max;

    private static bool IsWithin(TimeSpan value, TimeSpan min, TimeSpan max) => value >= min && value <= max;
}
