using System.Net;

namespace OnePassword.Events.Pipeline.Transport;

/// <summary>
/// Reads the body of an answer, up to a bound, while the attempt is still under way: so that time-out, retry and bound cover
/// it as they cover the rest.
/// </summary>
internal static class ResponseBodyReader
{
    private const int FirstBuffer = 64 * 1024;

    // What is announced beyond this is made room for as it arrives: an announcement costs its sender nothing.
    private const int LargestFirstBuffer = 1024 * 1024;

    /// <exception cref="InvalidResponseException">
    /// The body goes beyond the bound, as announced or as decompressed; or it is that of a success, and empty or no JSON.
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
            Replace(response, await ReadAsync(stream, Math.Min(announced ?? FirstBuffer, LargestFirstBuffer), maxBytes, cancellationToken).ConfigureAwait(false));
        }
    }

    // The status says what matters; of the body, only a short message is wanted, and what cannot be read is done without.
    private static async Task<WireBody> ReadErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = new WireBody(FirstBuffer);
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                while (body.Length < FirstBuffer && await ReadSomeAsync(stream, body.Free[..(FirstBuffer - body.Length)], cancellationToken).ConfigureAwait(false) is var read and > 0)
                    body.Advance(read);
            }
        }
        catch (Exception e) when (TransportFailure.IsOne(e) || e is InvalidResponseException)
        {
            return body;
        }
        return body;
    }

    // One that fails is left to the garbage collector: what the transport still does with its memory is not known.
    private static async Task<WireBody> ReadAsync(Stream stream, long expected, int maxBytes, CancellationToken cancellationToken)
    {
        var body = new WireBody((int)expected + 1); // One more than announced, to see the end without growing.
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
        catch (Exception e) when (e is InvalidDataException or (InvalidOperationException and not ObjectDisposedException)) // What .NET's decompressors throw: gzip's, Brotli's.
        {
            throw InvalidResponseException.DamagedCompression();
        }
    }

    // Only what a first look shows; the rest is for the parser.
    private static void CheckJson(ReadOnlySpan<byte> body)
    {
        var text = body.StartsWith("\uFEFF"u8) ? body[3..] : body;
        text = text.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty)
            throw InvalidResponseException.Empty();
        if (!"{[\"-0123456789tfn"u8.Contains(text[0]))
            throw InvalidResponseException.NotJson();
    }

    private static void Replace(HttpResponseMessage response, WireBody read)
    {
        response.Content.Dispose();
        response.Content = new BufferedContent(read);
    }
}
