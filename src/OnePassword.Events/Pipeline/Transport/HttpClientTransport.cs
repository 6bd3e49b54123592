namespace OnePassword.Events.Pipeline.Transport;

/// <summary>Sends each attempt through an <see cref="HttpClient"/> of the application, and does not dispose it.</summary>
internal sealed class HttpClientTransport : HttpMessageHandler
{
    private readonly Func<HttpClient> _client;

    private HttpClientTransport(Func<HttpClient> client) => _client = client;

    /// <summary>Uses one client for all attempts.</summary>
    public static HttpMessageInvoker Of(HttpClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return Of(() => client);
    }

    /// <summary>Uses a new client for each attempt, so that a factory can renew its connections.</summary>
    public static HttpMessageInvoker Of(Func<HttpClient> client) => new(new HttpClientTransport(client));

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        return _client().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }
}
