namespace OnePassword.Events.Pipeline.Transport;

/// <summary>Sends each attempt through an <see cref="HttpClient"/> that somebody else owns.</summary>
internal sealed class HttpClientTransport : HttpMessageHandler
{
    private readonly Func<HttpClient> _client;

    private HttpClientTransport(Func<HttpClient> client) => _client = client;

    /// <summary>One client, for all attempts.</summary>
    public static HttpMessageInvoker Of(HttpClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return Of(() => client);
    }

    /// <summary>A client for each attempt, so that a factory can renew its connections.</summary>
    public static HttpMessageInvoker Of(Func<HttpClient> client) => new(new HttpClientTransport(client));

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // HttpClient accepts only a request that was never sent; AttemptHandler makes one for each attempt.
        return _client().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }
}
