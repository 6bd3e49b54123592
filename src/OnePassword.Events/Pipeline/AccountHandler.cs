using Polly.CircuitBreaker;

namespace OnePassword.Events.Pipeline;

/// <summary>
/// Starts an attempt: reads the token anew and selects the quota and the circuit breaker of its account. Fails at once if the breaker
/// is open, before the attempt waits for a quota that it could not use.
/// </summary>
internal sealed class AccountHandler(EventsTokenProvider tokens, Uri host, EventsResilienceOptions options, EventsTelemetry telemetry, TimeProvider clock) : DelegatingHandler
{
    private readonly AccountLease _account = new(host, options.RateLimiter, clock);
    private readonly BreakerSettings _breaker = new(options.CircuitBreaker);

    /// <exception cref="TokenReadException">The token provider failed.</exception>
    /// <exception cref="BrokenCircuitException">The breaker of the feed is open.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = CallState.Of(request);
        call.Token = await ReadTokenAsync(call, cancellationToken).ConfigureAwait(false);
        telemetry.TokenSeen(call.Token, clock);
        call.Account = _account.For(call.Token);
        call.Breaker = call.Account.Breaker(call.Feed, _breaker);
        call.Breaker.ThrowIfOpen();
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _account.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask<EventsToken> ReadTokenAsync(CallState call, CancellationToken cancellationToken)
    {
        try
        {
            var left = call.Left > TimeSpan.Zero ? call.Left : TimeSpan.Zero;
            return await tokens.ReadAsync(cancellationToken).AsTask().WaitAsync(left, clock, cancellationToken).ConfigureAwait(false)
                ?? throw new InvalidOperationException("The token provider returned no token.");
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TokenReadException(e);
        }
    }
}
