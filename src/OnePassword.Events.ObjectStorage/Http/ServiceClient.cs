using OnePassword.Events.Pipeline;
using OnePassword.Events.Pipeline.Transport;

namespace OnePassword.Events.ObjectStorage.Http;

/// <summary>Sends requests, and retries them after temporary failures. It follows no redirect.</summary>
internal sealed class ServiceClient : IDisposable
{
    private const int Attempts = 6;
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    private readonly HttpClient _client;
    private readonly ServiceClient? _local;
    private readonly Random _random = new();

    /// <summary>Creates a client.</summary>
    /// <param name="handler">The handler of the program; null for connections of its own.</param>
    /// <param name="clock">The clock.</param>
    public ServiceClient(HttpMessageHandler? handler, TimeProvider clock)
        : this(handler ?? DefaultTransport.Create(), handler is null, clock)
    {
        var direct = DefaultTransport.Create();
        direct.UseProxy = false;
        _local = new ServiceClient(direct, isOwn: true, clock);
    }

    private ServiceClient(HttpMessageHandler handler, bool isOwn, TimeProvider clock)
    {
        Clock = clock;
        _client = new HttpClient(handler, disposeHandler: isOwn)
        {
            Timeout = Timeout.InfiniteTimeSpan, // Each attempt has its own.
        };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd(UserAgent.For(application: null));
    }

    public TimeProvider Clock { get; }

    /// <summary>
    /// Gets the client for services of the machine, which issue credentials. A proxy does not reach them, and would see
    /// their tokens. It does not use the handler of the program.
    /// </summary>
    public ServiceClient Local => _local ?? this;

    /// <summary>Whether an address is https, or http on loopback, without a user, a query and a fragment.</summary>
    public static bool IsSafe(Uri url) => url is { IsAbsoluteUri: true, UserInfo: "", Fragment: "", Query: "" }
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));

    /// <summary>Sends a request until the response is not a temporary failure.</summary>
    /// <param name="create">Creates the request of each attempt, with a new signature.</param>
    /// <param name="isTemporary">Whether a status other than 408, 429 and 5xx is a temporary failure.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="ObjectStorageException">The service does not respond.</exception>
    public async Task<ServiceReply> SendAsync(
        Func<ValueTask<HttpRequestMessage>> create, Func<ServiceReply, bool> isTemporary, CancellationToken cancellationToken)
    {
        var wait = FirstWait;
        for (var attempt = 1; true; attempt++)
        {
            using var request = await create().ConfigureAwait(false);
            var (reply, retryAfter, failure) = await TryAsync(request, cancellationToken).ConfigureAwait(false);
            if (reply is not null && reply.Status is not (408 or 429 or >= 500) && !isTemporary(reply))
                return reply;
            if (attempt == Attempts)
            {
                var host = request.RequestUri!.Host;
                return reply ?? throw new ObjectStorageException(
                    ObjectStorageFailure.Unreachable, $"{host} does not respond: {failure!.Message.TrimEnd('.')}.",
                    "Check the address and the network.", status: null, failure);
            }
            var pause = retryAfter > wait ? retryAfter.Value : wait * (0.5 + (_random.NextDouble() / 2));
            await Task.Delay(pause < LongestWait ? pause : LongestWait, Clock, cancellationToken).ConfigureAwait(false);
            wait = Backoff.Next(wait, LongestWait);
        }
    }

    /// <summary>Sends a request once.</summary>
    /// <returns>The response; null if there is none within a time.</returns>
    public async Task<ServiceReply?> TryOnceAsync(
        HttpRequestMessage request, TimeSpan timeout, CancellationToken cancellationToken) =>
        (await TryAsync(request, cancellationToken, timeout).ConfigureAwait(false)).Reply;

    public void Dispose()
    {
        _client.Dispose();
        _local?.Dispose();
    }

    private async Task<(ServiceReply? Reply, TimeSpan? RetryAfter, Exception? Failure)> TryAsync(
        HttpRequestMessage request, CancellationToken cancellationToken, TimeSpan? timeout = null)
    {
        using var limit = new CancellationTokenSource(timeout ?? AttemptTimeout, Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token)
                .ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
            return (new ServiceReply((int)response.StatusCode, response.Headers, body), RetryAfter.Of(response, Clock), null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return (null, null, e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, null, new TimeoutException("the time limit of an attempt has passed", e));
        }
    }
}
