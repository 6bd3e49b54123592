namespace OnePassword.Events.Destinations;

/// <summary>The outcome of one attempt to send a batch.</summary>
public enum DeliveryOutcome
{
    /// <summary>Every event was delivered, except for <see cref="DeliveryResult.Rejected"/>.</summary>
    Delivered,

    /// <summary>The delivery of the events, or of some of them, is retried later.</summary>
    Retry,

    /// <summary>The batch is too large or has an invalid event. Its halves are sent; a single event is rejected.</summary>
    Split,

    /// <summary>The configuration is wrong, such as a rejected token or an unknown index. No event is rejected.</summary>
    Stop,
}
