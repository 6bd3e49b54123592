using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace OnePassword.Events;

/// <summary>The right to send one request. It counts until it is disposed, and one window longer if the request was sent.</summary>
internal sealed class QuotaPermit(QuotaLimiter limiter) : RateLimitLease
{
    private bool _sent;

    public override bool IsAcquired => true;

    public override IEnumerable<string> MetadataNames => [];

    public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
    {
        metadata = null;
        return false;
    }

    public void Sent() => _sent = true;

    protected override void Dispose(bool disposing)
    {
        limiter.Return(_sent);
        base.Dispose(disposing);
    }
}
