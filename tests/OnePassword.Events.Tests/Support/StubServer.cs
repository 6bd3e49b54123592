using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace OnePassword.Events.Tests.Support;

/// <summary>Responds with the queued responses of a test, and records the requests.</summary>
internal sealed class StubServer : HttpMessageHandler
{
    public const string Token = "s3cret-token-of-the-test";

    private readonly ConcurrentQueue<Func<CancellationToken, Task<HttpResponseMessage>>> _responses = new();
    private TimeProvider _clock = TimeProvider.System;

    public List<SentRequest> Requests { get; } = [];

    /// <summary>The times of the requests, by the clock of the latest client.</summary>
    public List<DateTimeOffset> Times { get; } = [];

    public StubServer Responds(
        HttpStatusCode status, string body, string contentType = "application/json", Action<HttpResponseHeaders>? headers = null)
    {
        _responses.Enqueue(_ =>
        {
            var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, contentType) };
            headers?.Invoke(response.Headers);
            return Task.FromResult(response);
        });
        return this;
    }

    public StubServer Responds(HttpStatusCode status, Stream body)
    {
        _responses.Enqueue(_ => Task.FromResult(new HttpResponseMessage(status) { Content = new StreamContent(body) }));
        return this;
    }

    /// <summary>The address that responses claim to come from; null for the address of the request.</summary>
    public Uri? RespondsFrom { get; init; }

    public bool IsDisposed { get; private set; }

    public StubServer Responds(string body) => Responds(HttpStatusCode.OK, body);

    public StubServer Fails(Exception exception)
    {
        _responses.Enqueue(_ => throw exception);
        return this;
    }

    /// <summary>Never responds; the request ends when it is canceled.</summary>
    public StubServer Hangs()
    {
        _responses.Enqueue(async cancellationToken =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            throw new InvalidOperationException("An infinite delay ended.");
        });
        return this;
    }

    /// <summary>Creates a client of this server. Defaults: Europe, a fake clock, no retries.</summary>
    public EventsClient Client(EventsClientOptions? options = null)
    {
        options ??= new EventsClientOptions { Resilience = { Retry = { MaxRetryAttempts = 0 } } };
        options.Region ??= EventsRegion.Europe;
        options.LoggerFactory ??= new LogCapture().Factory();
        if (options.TimeProvider == TimeProvider.System)
            options.TimeProvider = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        _clock = options.TimeProvider;
        return new EventsClient(this, Token, options);
    }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        LeakWatch.CheckRecognized(request);
        var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        Times.Add(_clock.GetUtcNow());
        Requests.Add(new SentRequest(
            request.Method.Method, request.RequestUri!.AbsoluteUri, body, request.Headers.ToString(), request.Content?.Headers.ContentType?.ToString()));
        if (!_responses.TryDequeue(out var respond))
            throw new InvalidOperationException("The test expected no further request.");
        var response = await respond(cancellationToken);
        response.RequestMessage = RespondsFrom is null ? request : new HttpRequestMessage(request.Method, RespondsFrom);
        return response;
    }
}
