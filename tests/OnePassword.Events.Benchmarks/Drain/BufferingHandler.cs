namespace OnePassword.Events.Benchmarks.Drain;

/// <summary>Reads a body once, into memory of its size, which is the least that one can do; the generated client then takes it as it is.</summary>
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

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength is not { } length)
            return await content.ReadAsByteArrayAsync(cancellationToken);
        var body = new byte[length];
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        await stream.ReadExactlyAsync(body, cancellationToken);
        return body;
    }
}
