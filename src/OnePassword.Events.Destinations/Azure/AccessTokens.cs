using OnePassword.Events.Destinations.Http;

namespace OnePassword.Events.Destinations.Azure;

/// <summary>Requests access tokens and caches one until shortly before it expires.</summary>
internal sealed class AccessTokens(AzureCredential credential, AzureCloud cloud, HttpSender sender, TimeProvider clock)
    : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private AccessToken? _cached;

    /// <returns>The token, and whether it was requested just now; or the result of a failure.</returns>
    public async Task<(AccessToken? Token, bool IsNew, DeliveryResult? Failure)> GetAsync(CancellationToken cancellationToken)
    {
        if (Fresh is { } cached)
            return (cached, false, null);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Fresh is { } requested)
                return (requested, false, null);
            var (token, failure) = await RequestAsync(cancellationToken).ConfigureAwait(false);
            if (token is not null)
            {
                Volatile.Write(ref _cached, token);
                return (token, true, null);
            }

            // Events are delivered as long as the old token is valid.
            return Volatile.Read(ref _cached) is { } old && clock.GetUtcNow() < old.ExpiresAt
                ? (old, false, null)
                : (null, false, failure);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Forgets a token that the service rejected.</summary>
    public void Drop(AccessToken token) => Interlocked.CompareExchange(ref _cached, null, token);

    public void Dispose() => _turn.Dispose();

    private AccessToken? Fresh =>
        Volatile.Read(ref _cached) is { } token && clock.GetUtcNow() < token.RefreshAt ? token : null;

    private async Task<(AccessToken? Token, DeliveryResult? Failure)> RequestAsync(CancellationToken cancellationToken)
    {
        using var request = await credential.RequestAsync(cloud, cancellationToken).ConfigureAwait(false);
        var (reply, failure) = await sender.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return reply is null
            ? (null, TokenReply.Unreachable(credential, failure!))
            : TokenReply.Read(reply, credential, clock.GetUtcNow());
    }
}
