using System.Buffers;

namespace OnePassword.Events.Destinations;

/// <summary>
/// A service that events are sent to. It encodes events and sends one batch at a time. <see cref="EventDelivery"/> does the rest:
/// batches, retries, dead letters.
/// </summary>
/// <remarks>All members can be called concurrently.</remarks>
public interface IEventDestination : IDisposable
{
    /// <summary>Gets the name for messages, such as <c>Splunk at https://splunk.example.com:8088</c>, without a secret.</summary>
    string Name { get; }

    /// <summary>Gets the guarantee for a delivered event, in one phrase.</summary>
    string Guarantee { get; }

    /// <summary>Gets the limits of a batch.</summary>
    BatchLimits Limits { get; }

    /// <summary>Encodes an event.</summary>
    /// <param name="rawEvent">The event.</param>
    /// <param name="origin">The origin of the event.</param>
    /// <param name="output">Receives the encoded event.</param>
    /// <exception cref="EventRejectedException">The destination can never accept this event.</exception>
    void Write(in RawEvent rawEvent, EventOrigin origin, IBufferWriter<byte> output);

    /// <summary>Sends a batch once.</summary>
    /// <param name="batch">The batch, at least one event. It is valid until the returned task completes.</param>
    /// <param name="cancellationToken">Cancels the attempt. The destination may have received the batch.</param>
    /// <returns>The result. A failure of the service or the network is a result, not an exception.</returns>
    /// <exception cref="OperationCanceledException">The attempt was canceled.</exception>
    Task<DeliveryResult> SendAsync(EventBatch batch, CancellationToken cancellationToken = default);

    /// <summary>Checks that events could be delivered: the secret, the target, access. It sends no event.</summary>
    /// <param name="origins">The feeds that would be delivered.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <returns>At least one result.</returns>
    Task<IReadOnlyList<ProbeResult>> ProbeAsync(
        IReadOnlyList<EventOrigin> origins, CancellationToken cancellationToken = default);
}
