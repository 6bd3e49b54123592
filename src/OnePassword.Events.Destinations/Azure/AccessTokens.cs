using OnePassword.Events.Destinations.Http;

namespace OnePassword.Events.Destinations.Azure;

/// <summary>Requests access tokens and caches one until shortly before it expires.</summary>
internal sealed class AccessTokens(AzureCredential credential, AzureCloud cloud, HttpSender sender, TimeProvider clock)
    : IDisposable
{
    private static readonly TimeSpan RefreshTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RefreshPause = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turn = new(1);
    private AccessToken? _cached;
    private long _nextRefresh; // In ticks of UTC. After a failure, not each batch waits for a new token.

    /// <returns>The token, and whether it was requested just now; or the result of a failure.</returns>
    public async Task<(AccessToken? Token, bool IsNew, DeliveryResult? Failure)> GetAsync(CancellationToken cancellationToken)
    {
        if (Usable is { } cached)
            return (cached, false, null);

        // Events are delivered as long as the old token is valid, also while another batch requests a new one.
        var old = Valid;
        var wait = old is null ? Timeout.InfiniteTimeSpan : TimeSpan.Zero;
        if (!await _turn.WaitAsync(wait, cancellationToken).ConfigureAwait(false))
            return (old, false, null);
        try
        {
            if (Usable is { } requested)
                return (requested, false, null);
            var limit = Valid is null ? Timeout.InfiniteTimeSpan : RefreshTimeout;
            var (token, failure) = await RequestAsync(limit, cancellationToken).ConfigureAwait(false);
            if (token is not null)
            {
                Volatile.Write(ref _cached, token);
                return (token, true, null);
            }
            Volatile.Write(ref _nextRefresh, (clock.GetUtcNow() + RefreshPause).UtcTicks);
            return Valid is { } valid ? (valid, false, null) : (null, false, failure);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Forgets a token that the service rejected.</summary>
    public void Drop(AccessToken token) => Interlocked.CompareExchange(ref _cached, null, token);

    public void Dispose() => _turn.Dispose();

    private AccessToken? Valid =>
        Volatile.Read(ref _cached) is { } token && clock.GetUtcNow() < token.ExpiresAt ? token : null;

    private AccessToken? Usable => Valid is { } token
        && (clock.GetUtcNow() < token.RefreshAt || clock.GetUtcNow().UtcTicks < Volatile.Read(ref _nextRefresh)) ? token : null;

    private async Task<(AccessToken? Token, DeliveryResult? Failure)> RequestAsync(
        TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var request = await credential.RequestAsync(cloud, either.Token).ConfigureAwait(false);
            var (reply, failure) = await sender.SendAsync(request, either.Token).ConfigureAwait(false);
            return reply is null
                ? (null, TokenReply.Unreachable(credential, failure!))
                : TokenReply.Read(reply, credential, clock.GetUtcNow());
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var reason = FormattableString.Invariant($"no response within {limit.TotalSeconds:0.#} s.");
            return (null, TokenReply.Unreachable(credential, DeliveryResult.Retry(reason)));
        }
    }
}
