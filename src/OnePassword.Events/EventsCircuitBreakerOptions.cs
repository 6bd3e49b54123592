namespace OnePassword.Events;

/// <summary>When a feed that keeps failing is left alone for a while. Each account, host and feed has a breaker of its own.</summary>
public sealed class EventsCircuitBreakerOptions
{
    /// <summary>The share of failed attempts at which the breaker opens; above 0, up to 1.</summary>
    /// <value>0.9.</value>
    public double FailureRatio { get; set; } = 0.9;

    /// <summary>The attempts in <see cref="SamplingDuration"/> below which it never opens; 2 to 10,000.</summary>
    /// <value>10.</value>
    public int MinimumThroughput { get; set; } = 10;

    /// <summary>The time over which attempts are counted; 500 ms to a day, and at least twice <see cref="EventsResilienceOptions.AttemptTimeout"/>.</summary>
    /// <value>2 minutes.</value>
    public TimeSpan SamplingDuration { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long it stays open; 500 ms to a day.</summary>
    /// <value>15 seconds.</value>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(15);

    internal EventsCircuitBreakerOptions Copy() => (EventsCircuitBreakerOptions)MemberwiseClone();
}
