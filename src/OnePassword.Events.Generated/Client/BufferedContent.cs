using System.Net;

namespace OnePassword.Events.Client;

/// <summary>
/// A body that is already buffered. The caller can take it without a copy; otherwise it is disposed with its response.
/// </summary>
internal sealed class BufferedContent(PooledBody body) : HttpContent
{
    private PooledBody? _body = body;

    private PooledBody Body =>
        _body ?? throw new ObjectDisposedException(nameof(BufferedContent), "The body was taken, or its response was disposed.");

    /// <summary>Returns the body. The caller disposes it.</summary>
    public PooledBody Take()
    {
        var taken = Body;
        _body = null;
        return taken;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        stream.WriteAsync(Body.Memory).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = Body.Length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        using (_body)
            _body = null;
        base.Dispose(disposing);
    }
}
