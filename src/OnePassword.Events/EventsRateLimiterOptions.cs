namespace OnePassword.Events;

/// <summary>
/// Configures the quota of an account. Clients of one process that use the same account and host share one count,
/// and the lowest of their limits applies.
/// </summary>
public sealed class EventsRateLimiterOptions
{
    /// <summary>The API's limit on requests per minute (reference: "Rate limits").</summary>
    public const int DefaultPerMinute = 600;

    /// <summary>The API's limit on requests per hour (reference: "Rate limits").</summary>
    public const int DefaultPerHour = 30_000;

    /// <summary>Gets or sets the requests in any 60 seconds; 1 to 1,000,000.</summary>
    /// <value>Default: 600, the API's limit. Lower it if other programs read the same account.</value>
    public int PerMinute { get; set; } = DefaultPerMinute;

    /// <summary>
    /// Gets or sets the requests in any 60 minutes; 1 to 1,000,000. It may be less than <see cref="PerMinute"/>: both limits
    /// apply.
    /// </summary>
    /// <value>Default: 30,000, the API's limit. Lower it if other programs read the same account.</value>
    public int PerHour { get; set; } = DefaultPerHour;

    internal EventsRateLimiterOptions Copy() => (EventsRateLimiterOptions)MemberwiseClone();
}
