namespace OnePassword.Events.Pipeline;

/// <summary>The settings of a circuit breaker as a value: clients with equal ones share it.</summary>
internal readonly record struct BreakerSettings(double FailureRatio, int MinimumThroughput, TimeSpan SamplingDuration, TimeSpan BreakDuration)
{
    public BreakerSettings(EventsCircuitBreakerOptions options)
        : this(options.FailureRatio, options.MinimumThroughput, options.SamplingDuration, options.BreakDuration)
    {
    }
}
