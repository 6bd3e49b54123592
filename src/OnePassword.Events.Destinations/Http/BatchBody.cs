using System.IO.Compression;

namespace OnePassword.Events.Destinations.Http;

/// <summary>The body of a request with a batch: the encoded events between an opening and a closing.</summary>
/// <param name="ContentType">The media type.</param>
internal sealed record BatchBody(string ContentType)
{
    public ReadOnlyMemory<byte> Opening { get; init; }

    public ReadOnlyMemory<byte> Separator { get; init; }

    public ReadOnlyMemory<byte> Closing { get; init; }

    /// <summary>Returns the bytes of the body.</summary>
    public ReadOnlyMemory<byte> Build(EventBatch batch, bool gzip)
    {
        var body = new MemoryStream();
        if (gzip)
        {
            using var compressed = new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true);
            Write(batch, compressed);
        }
        else
        {
            Write(batch, body);
        }
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private void Write(EventBatch batch, Stream body)
    {
        body.Write(Opening.Span);
        for (var i = 0; i < batch.Events.Count; i++)
        {
            if (i > 0)
                body.Write(Separator.Span);
            body.Write(batch.Events[i].Encoded.Span);
        }
        body.Write(Closing.Span);
    }
}
