namespace OnePassword.Events.Pipeline;

/// <summary>The share of one client in the limits of its account. The quota of the client applies until it is disposed.</summary>
internal sealed class AccountLease(Uri host, EventsRateLimiterOptions quota, TimeProvider clock) : IDisposable
{
    private readonly Lock _lock = new();
    private AccountLimits? _limits;
    private bool _disposed;

    public AccountLimits For(EventsToken token)
    {
        lock (_lock)
        {
            var limits = AccountRegistry.By(clock).Find(token, host, _limits);
            if (limits != _limits && !_disposed)
            {
                _limits?.Quota.Leave(quota);
                limits.Quota.Join(quota);
                _limits = limits;
            }
            return limits;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (!_disposed)
                _limits?.Quota.Leave(quota);
            _disposed = true;
        }
    }
}
