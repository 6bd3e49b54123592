namespace OnePassword.Events.Pipeline;

/// <summary>The settings of a circuit breaker. Clients with equal settings share the breaker.</summary>
internal readonly record struct BreakerSettings(
    double FailureRatio, int MinimumThroughput, TimeSpan SamplingDuration, TimeSpan BreakDuration)
{
    public BreakerSettings(EventsCircuitBreakerOptions options)
        : this(options.FailureRatio, options.MinimumThroughput, options.SamplingDuration, options.BreakDuration)
    {
    }
}
