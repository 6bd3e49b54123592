namespace OnePassword.Events;

/// <summary>
/// Configures the strategies of Microsoft.Extensions.Http.Resilience that run every request. Names and order are those of its
/// standard handler, except that the rate limiter is inside the retry: every attempt counts against the quota.
/// </summary>
public sealed class EventsResilienceOptions
{
    /// <summary>Gets or sets the quota of the account.</summary>
    public EventsRateLimiterOptions RateLimiter { get; set; } = new();

    /// <summary>
    /// Gets or sets the time for a request with all its attempts and the waits between them; above 0, up to 1 day.
    /// </summary>
    /// <value>Default: 3 minutes.</value>
    /// <remarks>Waiting for the quota does not count.</remarks>
    public TimeSpan TotalRequestTimeout { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>Gets or sets when a request is retried.</summary>
    public EventsRetryOptions Retry { get; set; } = new();

    /// <summary>Gets or sets when the client stops sending requests of a feed that keeps failing.</summary>
    public EventsCircuitBreakerOptions CircuitBreaker { get; set; } = new();

    /// <summary>
    /// Gets or sets the time for one attempt, up to the last byte of its response; above 0, up to
    /// <see cref="TotalRequestTimeout"/>.
    /// </summary>
    /// <value>Default: 30 seconds.</value>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the largest accepted response in bytes, after decompression; 1,024 to 2,000,000,000.</summary>
    /// <value>Default: 64 MiB. 1,000 events are about 1 MB.</value>
    public int MaxResponseBytes { get; set; } = 64 * 1024 * 1024;

    internal EventsResilienceOptions Copy()
    {
        var copy = (EventsResilienceOptions)MemberwiseClone();
        (copy.RateLimiter, copy.Retry, copy.CircuitBreaker) = (RateLimiter?.Copy()!, Retry?.Copy()!, CircuitBreaker?.Copy()!);
        return copy;
    }
}
