namespace OnePassword.Events.Resilience;

/// <summary>The request was not sent, because the feed has kept failing and is left alone for a while.</summary>
internal sealed class CircuitOpenException(TimeSpan rest) : Exception("The circuit is open.")
{
    public TimeSpan Rest { get; } = rest;
}
