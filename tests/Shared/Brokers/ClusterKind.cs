namespace OnePassword.Events.Testing.Brokers;

/// <summary>The brokers of a test.</summary>
public enum ClusterKind
{
    /// <summary>
    /// The mock cluster of librdkafka. It knows neither fences nor isolation: consumers receive aborted records too.
    /// </summary>
    Mock,

    /// <summary>The brokers that KAFKA_BOOTSTRAP names.</summary>
    Real,
}
