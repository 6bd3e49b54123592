using System.Net;

namespace OnePassword.Events.Pipeline.Transport;

/// <summary>Reads the body of a response within the attempt, so that timeout, retry and size limit cover it.</summary>
internal static class ResponseBodyReader
{
    private const int FirstBuffer = 64 * 1024;

    // A longer Content-Length is not trusted: beyond this, the buffer grows with the bytes that arrive.
    private const int LargestFirstBuffer = 1024 * 1024;

    /// <exception cref="InvalidResponseException">
    /// The body of a success is empty, is not JSON, cannot be decompressed or is too large, by its Content-Length or after
    /// decompression.
    /// </exception>
    public static async Task ReadAsync(HttpResponseMessage response, int maxBytes, CancellationToken cancellationToken)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            Replace(response, await ReadErrorAsync(response, cancellationToken).ConfigureAwait(false));
            return;
        }
        var announced = response.Content.Headers.ContentLength;
        if (announced > maxBytes)
            throw InvalidResponseException.TooLarge(maxBytes);

        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var expected = Math.Min(announced ?? FirstBuffer, LargestFirstBuffer);
            Replace(response, await ReadAsync(stream, expected, maxBytes, cancellationToken).ConfigureAwait(false));
        }
    }

    // The status is sufficient. Only a short message of the body is used, and a body that cannot be read is ignored.
    private static async Task<PooledBody> ReadErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = new PooledBody(FirstBuffer);
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                var free = body.Free[..FirstBuffer];
                int read;
                while (!free.IsEmpty && (read = await ReadSomeAsync(stream, free, cancellationToken).ConfigureAwait(false)) > 0)
                {
                    body.Advance(read);
                    free = free[read..];
                }
            }
        }
        catch (Exception e)
        {
            if (!TransportFailure.IsOne(e) && e is not InvalidResponseException)
                throw;
        }
        return body;
    }

    // After a failure, the body is not disposed: the transport may still write into its buffer.
    private static async Task<PooledBody> ReadAsync(
        Stream stream, long expected, int maxBytes, CancellationToken cancellationToken)
    {
        var body = new PooledBody((int)expected + 1); // One more than announced, to notice the end without growing.
        while (await ReadSomeAsync(stream, body.Free, cancellationToken).ConfigureAwait(false) is var read and > 0)
        {
            body.Advance(read);
            if (body.Length > maxBytes)
                throw InvalidResponseException.TooLarge(maxBytes);
            if (body.Free.IsEmpty)
                body.Grow();
        }
        CheckJson(body.GetSpan());
        return body;
    }

    private static async ValueTask<int> ReadSomeAsync(Stream stream, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidDataException or (InvalidOperationException and not ObjectDisposedException))
        {
            // From the decompressors of gzip and Brotli.
            throw InvalidResponseException.MalformedCompression();
        }
    }

    // Only a first look; the parser finds the rest.
    private static void CheckJson(ReadOnlySpan<byte> body)
    {
        var text = body.StartsWith("\uFEFF"u8) ? body[3..] : body;
        text = text.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty)
            throw InvalidResponseException.Empty();
        if (!"{[\"-0123456789tfn"u8.Contains(text[0]))
            throw InvalidResponseException.NotJson();
    }

    private static void Replace(HttpResponseMessage response, PooledBody read)
    {
        response.Content.Dispose();
        response.Content = new BufferedContent(read);
    }
}
