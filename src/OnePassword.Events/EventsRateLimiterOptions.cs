namespace OnePassword.Events;

/// <summary>
/// How many requests an account may make, counted here so that the server never has to refuse one. All clients of the process
/// that speak for the same account at the same host share one count; of different settings, the lowest holds.
/// </summary>
public sealed class EventsRateLimiterOptions
{
    /// <summary>The API's limit on requests in any minute (reference: "Rate limits").</summary>
    public const int DefaultPerMinute = 600;

    /// <summary>The API's limit on requests in any hour (reference: "Rate limits").</summary>
    public const int DefaultPerHour = 30_000;

    /// <summary>Requests in any 60 seconds; 1 to 1,000,000.</summary>
    /// <value>600, the API's limit. Set it lower when other programs read the same account.</value>
    public int PerMinute { get; set; } = DefaultPerMinute;

    /// <summary>Requests in any 60 minutes; 1 to 1,000,000. It may be less than <see cref="PerMinute"/>, and both limits hold.</summary>
    /// <value>30,000, the API's limit. Set it lower when other programs read the same account.</value>
    public int PerHour { get; set; } = DefaultPerHour;

    internal EventsRateLimiterOptions Copy() => (EventsRateLimiterOptions)MemberwiseClone();
}
