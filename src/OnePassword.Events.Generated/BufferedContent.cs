using System.Net;

namespace OnePassword.Events;

/// <summary>A body that has been read already, and can be had without a copy.</summary>
internal sealed class BufferedContent(ReadOnlyMemory<byte> body) : HttpContent
{
    public ReadOnlyMemory<byte> Body { get; } = body;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(Body).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = Body.Length;
        return true;
    }
}
