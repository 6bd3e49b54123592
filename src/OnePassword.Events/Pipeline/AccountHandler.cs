using Polly.CircuitBreaker;

namespace OnePassword.Events.Pipeline;

/// <summary>
/// Starts an attempt: reads the token, and selects the quota and the circuit breaker of its account. If the breaker is open, the
/// attempt fails at once, before it waits for a quota that it could not use.
/// </summary>
internal sealed class AccountHandler(Uri host, EventsResilienceOptions options, TimeProvider clock) : DelegatingHandler
{
    private readonly AccountLease _account = new(host, options.RateLimiter, clock);
    private readonly BreakerSettings _breaker = new(options.CircuitBreaker);

    /// <exception cref="BrokenCircuitException">The breaker of the feed is open.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = FeedCall.Of(request);
        call.AttachTo(request);
        call.Token = null;
        call.Token = await ReadTokenAsync(call, cancellationToken).ConfigureAwait(false);
        call.Telemetry.Client.TokenRead(call.Token);
        call.Account = _account.For(call.Token);
        call.Breaker = call.Account.Breaker(call.Identity.Feed, _breaker);
        call.Breaker.ThrowIfOpen();
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _account.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask<EventsToken> ReadTokenAsync(FeedCall call, CancellationToken cancellationToken)
    {
        var limit = call.Remaining > TimeSpan.Zero ? call.Remaining : TimeSpan.Zero;
        var token = call.Identity.Token.ReadAsync(cancellationToken).AsTask();
        return await token.WaitAsync(limit, clock, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException("The token provider returned null. It must return the token of the account.");
    }
}
