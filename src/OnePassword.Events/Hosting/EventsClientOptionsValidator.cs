using Microsoft.Extensions.Options;
using OnePassword.Events.Pipeline;

namespace OnePassword.Events.Hosting;

/// <summary>Checks the ranges that the options document, and what must hold between them.</summary>
internal sealed class EventsClientOptionsValidator : IValidateOptions<EventsClientOptions>
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <exception cref="ArgumentException">Something is out of its range; the message says all that is.</exception>
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
            failures.Add("Region must be set, because the token names none of 1Password's.");
        return failures.Count > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }

    private static IEnumerable<string> Failures(EventsClientOptions options)
    {
        if (options.Resilience is not { RateLimiter: not null, Retry: not null, CircuitBreaker: not null })
            return ["Resilience and its parts must not be null."];
        var (resilience, quota) = (options.Resilience, options.Resilience.RateLimiter);
        var (retry, breaker) = (resilience.Retry, resilience.CircuitBreaker);
        (bool Holds, string Rule)[] rules =
        [
            (quota.PerMinute is >= 1 and <= 1_000_000, "RateLimiter.PerMinute must be 1 to 1,000,000."),
            (quota.PerHour is >= 1 and <= 1_000_000, "RateLimiter.PerHour must be 1 to 1,000,000."),
            (resilience.TotalRequestTimeout > TimeSpan.Zero && resilience.TotalRequestTimeout <= Day, "TotalRequestTimeout must be above 0, up to a day."),
            (resilience.AttemptTimeout > TimeSpan.Zero, "AttemptTimeout must be above 0."),
            (resilience.AttemptTimeout <= resilience.TotalRequestTimeout, "AttemptTimeout must not exceed TotalRequestTimeout."),
            (retry.MaxRetryAttempts is >= 0 and <= 100, "Retry.MaxRetryAttempts must be 0 to 100."),
            (retry.Delay >= TimeSpan.Zero && retry.Delay <= Day, "Retry.Delay must be 0 to a day."),
            (retry.MaxDelay >= retry.Delay && retry.MaxDelay <= Day, "Retry.MaxDelay must not be less than Delay, and up to a day."),
            (breaker.FailureRatio is > 0 and <= 1, "CircuitBreaker.FailureRatio must be above 0, up to 1."),
            (breaker.MinimumThroughput is >= 2 and <= 10_000, "CircuitBreaker.MinimumThroughput must be 2 to 10,000."),
            (breaker.SamplingDuration >= TimeSpan.FromMilliseconds(500) && breaker.SamplingDuration >= 2 * resilience.AttemptTimeout && breaker.SamplingDuration <= Day, "CircuitBreaker.SamplingDuration must be 500 ms to a day, and at least twice AttemptTimeout."),
            (breaker.BreakDuration >= TimeSpan.FromMilliseconds(500) && breaker.BreakDuration <= Day, "CircuitBreaker.BreakDuration must be 500 ms to a day."),
            (resilience.MaxResponseBytes is >= 1_024 and <= 2_000_000_000, "MaxResponseBytes must be 1,024 to 2,000,000,000."),
            (options.Token?.Problem is null, options.Token?.Problem ?? ""),
            (UserAgent.IsValid(options.Application), "Application must be a product/version that a User-Agent can hold."),
            (options.TokenExpiryWarning >= TimeSpan.Zero && options.TokenExpiryWarning <= TimeSpan.FromDays(365), "TokenExpiryWarning must be 0 to 365 days."),
        ];
        return rules.Where(rule => !rule.Holds).Select(rule => rule.Rule);
    }
}
