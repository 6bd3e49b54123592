namespace OnePassword.Events.Destinations;

/// <summary>
/// A destination did not accept events within <see cref="DeliveryOptions.RetryFor"/>. No event is lost if the caller does not
/// commit the page.
/// </summary>
public sealed class DestinationException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="DestinationException"/> class.</summary>
    public DestinationException()
        : base("The destination did not accept the events.")
    {
    }

    /// <inheritdoc cref="DestinationException()"/>
    /// <param name="message">The destination and the reason.</param>
    public DestinationException(string message)
        : base(message)
    {
    }

    /// <inheritdoc cref="DestinationException(string)"/>
    /// <param name="message">The destination and the reason.</param>
    /// <param name="innerException">The cause.</param>
    public DestinationException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Gets a value indicating whether a retry cannot help until an operator changes the configuration.</summary>
    public bool RequiresOperator { get; init; }
}
