namespace OnePassword.Events;

/// <summary>
/// Configures when the client stops sending requests of a feed that keeps failing. Each account, host and feed has its own
/// breaker.
/// </summary>
public sealed class EventsCircuitBreakerOptions
{
    /// <summary>Gets or sets the ratio of failed attempts at which the breaker opens; above 0, up to 1.</summary>
    /// <value>Default: 0.9.</value>
    public double FailureRatio { get; set; } = 0.9;

    /// <summary>
    /// Gets or sets the number of attempts in <see cref="SamplingDuration"/> below which the breaker never opens; 2 to 10,000.
    /// </summary>
    /// <value>Default: 10.</value>
    public int MinimumThroughput { get; set; } = 10;

    /// <summary>
    /// Gets or sets the time over which attempts are counted; 500 ms to 1 day, and at least twice
    /// <see cref="EventsResilienceOptions.AttemptTimeout"/>.
    /// </summary>
    /// <value>Default: 2 minutes.</value>
    public TimeSpan SamplingDuration { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Gets or sets the time for which the breaker stays open; 500 ms to 1 day.</summary>
    /// <value>Default: 15 seconds.</value>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(15);

    internal EventsCircuitBreakerOptions Copy() => (EventsCircuitBreakerOptions)MemberwiseClone();
}
