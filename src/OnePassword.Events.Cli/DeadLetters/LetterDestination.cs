using System.Buffers;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.DeadLetters;

/// <summary>
/// A destination that encodes each dead letter with its own origin, so that letters of many pages can be sent as one page.
/// </summary>
/// <param name="destination">The destination. It is not disposed of.</param>
/// <param name="letters">The dead letters.</param>
internal sealed class LetterDestination(IEventDestination destination, IEnumerable<DeadLetter> letters) : IEventDestination
{
    private readonly Dictionary<ReadOnlyMemory<byte>, EventOrigin> _origins =
        letters.ToDictionary(letter => letter.Event.Json, letter => letter.Origin);

    public string Name => destination.Name;

    public string Guarantee => destination.Guarantee;

    public BatchLimits Limits => destination.Limits;

    /// <summary>Returns the origin of the dead letter whose event it is.</summary>
    public EventOrigin OriginOf(in RawEvent rawEvent) => _origins[rawEvent.Json];

    public void Write(in RawEvent rawEvent, EventOrigin origin, IBufferWriter<byte> output) =>
        destination.Write(rawEvent, OriginOf(rawEvent), output);

    public Task<DeliveryResult> SendAsync(EventBatch batch, CancellationToken cancellationToken = default) =>
        destination.SendAsync(batch, cancellationToken);

    public Task<IReadOnlyList<ProbeResult>> ProbeAsync(
        IReadOnlyList<EventOrigin> origins, CancellationToken cancellationToken = default) =>
        destination.ProbeAsync(origins, cancellationToken);

    public void Dispose()
    {
    }
}
