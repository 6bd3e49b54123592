namespace OnePassword.Events.Benchmarks.Drain;

/// <summary>
/// Reads a body once into pooled memory, which is the minimum. The generated client then uses it without a copy.
/// </summary>
internal sealed class BufferingHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var content = response.Content;
        response.Content = new BufferedContent(await ReadAsync(content, cancellationToken));
        content.Dispose();
        return response;
    }

    private static async Task<PooledBody> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength is not { } length)
            return new PooledBody(await content.ReadAsByteArrayAsync(cancellationToken));
        var body = new PooledBody((int)length);
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        await stream.ReadExactlyAsync(body.Free[..(int)length], cancellationToken);
        body.Advance((int)length);
        return body;
    }
}
