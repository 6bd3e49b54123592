using System.Buffers;

namespace OnePassword.Events.Formats;

/// <summary>The bytes of the server.</summary>
internal sealed class RawFormat() : EventFormat("raw")
{
    private protected override void WriteCore(in RawEvent @event, EventOrigin origin, IBufferWriter<byte> output) =>
        @event.Write(output);
}
