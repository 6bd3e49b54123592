using System.Buffers;

namespace OnePassword.Events.Emulator.Events;

/// <summary>The events that a feed has from the start, numbered from 0 in order of arrival.</summary>
internal interface IEventSource
{
    long Count { get; }

    /// <summary>The positions from <paramref name="position"/> on whose events lie in the window.</summary>
    IEnumerable<long> Matching(Window window, long position);

    void Write(long position, EmulatorApi api, IBufferWriter<byte> target);
}
