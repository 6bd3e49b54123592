using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using OnePassword.Events.Pipeline;
using OnePassword.Events.Pipeline.Transport;

namespace OnePassword.Events.Destinations.Http;

/// <summary>Sends the requests of a destination. It follows no redirect, and bounds the size of a response.</summary>
internal sealed class HttpSender : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private static readonly HttpRequestError[] NotSent =
        [HttpRequestError.ConnectionError, HttpRequestError.NameResolutionError, HttpRequestError.ProxyTunnelError];

    private readonly HttpDestinationOptions _options;
    private readonly HttpClient _client;

    /// <exception cref="ArgumentException">The address is not https, is not http on loopback, or has a user.</exception>
    public HttpSender(HttpDestinationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!IsSafe(options.Url))
            throw new ArgumentException(
                "The address must be https, or http on loopback, without a user and a fragment.", nameof(options));
        _options = options;
        _client = new HttpClient(options.Handler ?? TransportOf(options.Authorities), disposeHandler: options.Handler is null)
        {
            Timeout = Timeout.InfiniteTimeSpan, // The delivery has its own.
        };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd(UserAgent.For(application: null));
    }

    /// <summary>Creates a request to a path below the address.</summary>
    public HttpRequestMessage Request(HttpMethod method, string path) => new(method, new Uri(_options.Url, path));

    /// <summary>Sets the body of a request to a batch.</summary>
    public void SetBody(HttpRequestMessage request, EventBatch batch, BatchBody body)
    {
        request.Content = new ReadOnlyMemoryContent(body.Build(batch, _options.Gzip))
        {
            Headers = { ContentType = MediaTypeHeaderValue.Parse(body.ContentType) },
        };
        if (_options.Gzip)
            request.Content.Headers.ContentEncoding.Add("gzip");
    }

    /// <summary>Sets the body of a request to JSON.</summary>
    public static void SetJson(HttpRequestMessage request, ReadOnlyMemory<byte> json) => SetBody(request, json, Json);

    /// <summary>Sets the body of a request that has no events.</summary>
    public static void SetBody(HttpRequestMessage request, ReadOnlyMemory<byte> body, MediaTypeHeaderValue contentType) =>
        request.Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = contentType } };

    /// <summary>Sends a request.</summary>
    /// <returns>The response, or the result of a failure of the network.</returns>
    public async Task<(HttpReply? Reply, DeliveryResult? Failure)> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            var body = await ReadAsync(response, cancellationToken).ConfigureAwait(false);
            return (new HttpReply(response.StatusCode, body, response.Headers)
            {
                RetryAfter = RetryAfter.Of(response, _options.Clock),
                Secrets = [.. SecretsOf(request)],
                SecretSentence = _options.SecretSentence,
            }, null);
        }
        catch (HttpRequestException e) when (e.InnerException is AuthenticationException certificate)
        {
            return (null, DeliveryResult.Stop(
                $"the TLS certificate is not trusted: {certificate.Message.TrimEnd('.')}. Trust its authority."));
        }
        catch (Exception e) when (
            e is HttpRequestException or IOException or InvalidDataException or InvalidOperationException)
        {
            // The last two: a compressed response is corrupt.
            var wasSent = e is not HttpRequestException { HttpRequestError: var error } || !NotSent.Contains(error);
            var advice = wasSent ? "" : " Check that the address is correct and that the service runs.";
            return (null, DeliveryResult.Retry($"{e.Message.TrimEnd('.')}.{advice}") with { MayHaveArrived = wasSent });
        }
    }

    public void Dispose() => _client.Dispose();

    // A service can repeat the request in its response, and the response becomes a part of messages and dead letters.
    private static IEnumerable<string> SecretsOf(HttpRequestMessage request) =>
        from header in request.Headers
        where header.Key != "User-Agent"
        from value in header.Value.Append(request.Headers.Authorization?.Parameter ?? "")
        where value.Length >= HttpReply.MinSecret
        select value;

    private static SocketsHttpHandler TransportOf(X509Certificate2Collection? authorities)
    {
        var transport = DefaultTransport.Create();
        if (authorities is not null)
            transport.SslOptions.CertificateChainPolicy = TrustedAuthorities.Only(authorities);
        return transport;
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = new MemoryStream();
        var source = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            var part = new byte[16 << 10];
            int read;
            while ((read = await source.ReadAsync(part, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (body.Length + read > HttpReply.MaxLength)
                    throw new HttpRequestException($"The response has more than {HttpReply.MaxLength >> 20} MiB.");
                body.Write(part, 0, read);
            }
        }
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    /// <summary>Whether an address is https, or http on loopback, without a user and a fragment.</summary>
    public static bool IsSafe(Uri url) => url is { IsAbsoluteUri: true, UserInfo: "", Fragment: "" }
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));
}
