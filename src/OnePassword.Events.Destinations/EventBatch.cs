namespace OnePassword.Events.Destinations;

/// <summary>Events of one feed that are sent together.</summary>
public sealed class EventBatch
{
    /// <summary>Creates a batch. <see cref="EventDelivery"/> does this; a test of a destination can too.</summary>
    /// <param name="origin">The origin of the events.</param>
    /// <param name="events">The events, at least one.</param>
    public EventBatch(EventOrigin origin, IReadOnlyList<BatchedEvent> events) => (Origin, Events) = (origin, events);

    /// <summary>Gets the origin of the events.</summary>
    public EventOrigin Origin { get; }

    /// <summary>Gets the events, in the order of the server.</summary>
    public IReadOnlyList<BatchedEvent> Events { get; }

    /// <summary>
    /// Gets a value indicating whether the destination may have these events already. This is true for the first page after a
    /// start, and after an attempt with an unknown outcome.
    /// </summary>
    public bool MayHaveArrived { get; init; }

    /// <summary>Returns a part of the batch.</summary>
    internal EventBatch Part(IEnumerable<int> indexes, bool mayHaveArrived) =>
        new(Origin, [.. indexes.Select(index => Events[index])]) { MayHaveArrived = MayHaveArrived || mayHaveArrived };
}
