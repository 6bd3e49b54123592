using System.Runtime.InteropServices;

namespace OnePassword.Events.Destinations;

/// <summary>An event of a batch.</summary>
/// <param name="event">The event.</param>
/// <param name="encoded">The event as the destination encoded it.</param>
[StructLayout(LayoutKind.Auto)]
public readonly struct BatchedEvent(RawEvent @event, ReadOnlyMemory<byte> encoded)
{
    /// <summary>Gets the event.</summary>
    public RawEvent Event { get; } = @event;

    /// <summary>Gets the event as the destination encoded it.</summary>
    public ReadOnlyMemory<byte> Encoded { get; } = encoded;
}
