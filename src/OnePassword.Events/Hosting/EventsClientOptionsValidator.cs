using Microsoft.Extensions.Options;
using OnePassword.Events.Pipeline;

namespace OnePassword.Events.Hosting;

/// <summary>Checks the documented range of each option, and the rules between options.</summary>
internal sealed class EventsClientOptionsValidator(IEnumerable<AccountSection> sections) : IValidateOptions<EventsClientOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <exception cref="ArgumentException">At least one option is invalid. The message lists all of them.</exception>
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
            failures.Add("Region must be set, because the token does not contain a region.");
        return failures.Count > 0
            ? ValidateOptionsResult.Fail(failures.Select(failure => PlaceOf(name) + failure))
            : ValidateOptionsResult.Success;
    }

    // The start of each error message: which of several accounts, and where it is configured.
    private string PlaceOf(string? name)
    {
        var path = sections.LastOrDefault(section => section.Account == name)?.Path;
        return (string.IsNullOrEmpty(name), path) switch
        {
            (true, null) => "",
            (true, _) => $"Configuration '{path}': ",
            (false, null) => $"Account '{name}': ",
            _ => $"Account '{name}', configuration '{path}': ",
        };
    }

    private static IEnumerable<string> Failures(EventsClientOptions options)
    {
        if (options.Resilience is not { RateLimiter: not null, Retry: not null, CircuitBreaker: not null })
            return ["Resilience and its properties must not be null."];
        var (resilience, quota) = (options.Resilience, options.Resilience.RateLimiter);
        var (retry, breaker) = (resilience.Retry, resilience.CircuitBreaker);
        (bool Holds, string Rule)[] rules =
        [
            (quota.PerMinute is >= 1 and <= 1_000_000, "RateLimiter.PerMinute must be 1 to 1,000,000."),
            (quota.PerHour is >= 1 and <= 1_000_000, "RateLimiter.PerHour must be 1 to 1,000,000."),
            (resilience.TotalRequestTimeout > TimeSpan.Zero && resilience.TotalRequestTimeout <= Day,
                "TotalRequestTimeout must be above 0 and at most 1 day."),
            (resilience.AttemptTimeout > TimeSpan.Zero, "AttemptTimeout must be above 0."),
            (resilience.AttemptTimeout <= resilience.TotalRequestTimeout, "AttemptTimeout must not exceed TotalRequestTimeout."),
            (retry.MaxRetryAttempts is >= 0 and <= 100, "Retry.MaxRetryAttempts must be 0 to 100."),
            (retry.Delay >= TimeSpan.Zero && retry.Delay <= Day, "Retry.Delay must be 0 to 1 day."),
            (retry.MaxDelay >= retry.Delay && retry.MaxDelay <= Day,
                "Retry.MaxDelay must be at least Retry.Delay and at most 1 day."),
            (breaker.FailureRatio is > 0 and <= 1, "CircuitBreaker.FailureRatio must be above 0 and at most 1."),
            (breaker.MinimumThroughput is >= 2 and <= 10_000, "CircuitBreaker.MinimumThroughput must be 2 to 10,000."),
            (breaker.SamplingDuration >= Shortest && breaker.SamplingDuration <= Day
                && breaker.SamplingDuration >= 2 * resilience.AttemptTimeout,
                "CircuitBreaker.SamplingDuration must be 500 ms to 1 day, and at least twice AttemptTimeout."),
            (breaker.BreakDuration >= Shortest && breaker.BreakDuration <= Day,
                "CircuitBreaker.BreakDuration must be 500 ms to 1 day."),
            (resilience.MaxResponseBytes is >= 1_024 and <= 2_000_000_000, "MaxResponseBytes must be 1,024 to 2,000,000,000."),
            (options.Token?.Problem is null, options.Token?.Problem ?? ""),
            (options.AccountName is not null, "AccountName must not be null."),
            (UserAgent.IsValid(options.Application), "Application must have the form product/version of a User-Agent header."),
            (options.TokenExpiryWarning >= TimeSpan.Zero && options.TokenExpiryWarning <= 365 * Day,
                "TokenExpiryWarning must be 0 to 365 days."),
        ];
        return rules.Where(rule => !rule.Holds).Select(rule => rule.Rule);
    }
}
