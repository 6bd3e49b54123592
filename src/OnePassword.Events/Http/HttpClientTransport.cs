namespace OnePassword.Events.Http;

/// <summary>Sends through an <see cref="HttpClient"/> that the caller gave and keeps.</summary>
internal sealed class HttpClientTransport(HttpClient client) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
}
