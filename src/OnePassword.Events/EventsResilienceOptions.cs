namespace OnePassword.Events;

/// <summary>
/// Configures the strategies of Microsoft.Extensions.Http.Resilience that run every request. Names and order are those of its
/// standard handler, except that the rate limiter is inside the retry, so that every attempt counts against the quota.
/// </summary>
public sealed class EventsResilienceOptions
{
    /// <summary>Requests that the account may make.</summary>
    public EventsRateLimiterOptions RateLimiter { get; set; } = new();

    /// <summary>The time for a request with all its attempts and the waits between them; above 0, up to a day.</summary>
    /// <value>3 minutes.</value>
    /// <remarks>Waiting for the quota does not count.</remarks>
    public TimeSpan TotalRequestTimeout { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>When a request is sent again.</summary>
    public EventsRetryOptions Retry { get; set; } = new();

    /// <summary>When a feed that keeps failing is left alone.</summary>
    public EventsCircuitBreakerOptions CircuitBreaker { get; set; } = new();

    /// <summary>The time for one attempt, up to the last byte of its answer; above 0, up to <see cref="TotalRequestTimeout"/>.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The largest answer that is read, in bytes after decompression; 1,024 to 2,000,000,000.</summary>
    /// <value>64 MiB. A thousand events are about 1 MB.</value>
    public int MaxResponseBytes { get; set; } = 64 * 1024 * 1024;

    internal EventsResilienceOptions Copy()
    {
        var copy = (EventsResilienceOptions)MemberwiseClone();
        (copy.RateLimiter, copy.Retry, copy.CircuitBreaker) = (RateLimiter?.Copy()!, Retry?.Copy()!, CircuitBreaker?.Copy()!);
        return copy;
    }
}
