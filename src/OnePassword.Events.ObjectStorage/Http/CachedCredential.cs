namespace OnePassword.Events.ObjectStorage.Http;

/// <summary>A temporary credential. It is renewed shortly before it expires.</summary>
/// <param name="request">Requests a credential and returns when it expires; null if it does not.</param>
/// <param name="clock">The clock.</param>
internal sealed class CachedCredential<T>(
    Func<CancellationToken, Task<(T Value, DateTimeOffset? ExpiresAt)>> request, TimeProvider clock) : IDisposable
    where T : class
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _turn = new(1);
    private volatile T? _value;
    private DateTimeOffset _renewAt;

    public async ValueTask<T> GetAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var now = clock.GetUtcNow();
            if (_value is { } cached && now < _renewAt)
                return cached;
            var (value, expiresAt) = await request(cancellationToken).ConfigureAwait(false);
            var life = (expiresAt ?? now) - now;
            (_value, _renewAt) = (value, now + (life > 2 * Margin ? life - Margin : life / 2));
            return value;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Forgets a credential that the service rejected.</summary>
    public void Drop() => _value = null;

    public void Dispose() => _turn.Dispose();
}
