namespace OnePassword.Events.Destinations;

/// <summary>Stores the events that a destination rejected.</summary>
public interface IDeadLetterSink
{
    /// <summary>Stores dead letters, and returns when they are durable.</summary>
    /// <param name="letters">The dead letters. Their events are valid until the returned task completes.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="IOException">They cannot be stored now. The delivery retries.</exception>
    /// <exception cref="UnauthorizedAccessException">They cannot be stored now. The delivery retries.</exception>
    Task AppendAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken = default);
}
