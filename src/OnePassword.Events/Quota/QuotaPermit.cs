namespace OnePassword.Events;

/// <summary>The right to send one request. It counts until it is disposed, and one window longer if the request was sent.</summary>
internal sealed class QuotaPermit(QuotaLimiter limiter) : IDisposable
{
    private bool _sent;

    public void Sent() => _sent = true;

    public void Dispose() => limiter.Return(_sent);
}
