namespace OnePassword.Events.Resilience;

/// <summary>
/// A request that got no answer, with the reason and a sentence on it. <see cref="FeedCalls"/> adds feed and region and makes it
/// public.
/// </summary>
internal sealed class SendException(EventsFailure reason, string message, Exception inner) : Exception(message, inner)
{
    public EventsFailure Reason { get; } = reason;
}
