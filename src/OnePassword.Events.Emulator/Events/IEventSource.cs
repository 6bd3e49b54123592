using System.Buffers;

namespace OnePassword.Events.Emulator.Events;

/// <summary>The events that a feed holds at the start, numbered from 0 in order of arrival.</summary>
internal interface IEventSource
{
    long Count { get; }

    /// <summary>Returns the positions of events in the time range, starting at <paramref name="position"/>.</summary>
    IEnumerable<long> Matching(TimeRange range, long position);

    void Write(long position, EmulatorApi api, IBufferWriter<byte> target);
}
