namespace OnePassword.Events.Tests.Backfill;

/// <summary>Sends requests and counts them.</summary>
internal sealed class CountingHandler() : DelegatingHandler(new SocketsHttpHandler())
{
    private int _sent;
    private int _inFlight;

    /// <summary>Gets the number of all requests.</summary>
    public int Sent => Volatile.Read(ref _sent);

    /// <summary>Gets the number of requests that wait for their response.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        LeakWatch.CheckRecognized(request);
        Interlocked.Increment(ref _sent);
        Interlocked.Increment(ref _inFlight);
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }
}
