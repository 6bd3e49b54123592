namespace OnePassword.Events.Destinations;

/// <summary>An event cannot be encoded for a destination. It becomes a dead letter.</summary>
public sealed class EventRejectedException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="EventRejectedException"/> class.</summary>
    public EventRejectedException()
        : base("The event cannot be encoded.")
    {
    }

    /// <inheritdoc cref="EventRejectedException()"/>
    /// <param name="message">The reason, which the dead letter records.</param>
    public EventRejectedException(string message)
        : base(message)
    {
    }

    /// <inheritdoc cref="EventRejectedException(string)"/>
    /// <param name="message">The reason, which the dead letter records.</param>
    /// <param name="innerException">The cause.</param>
    public EventRejectedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
