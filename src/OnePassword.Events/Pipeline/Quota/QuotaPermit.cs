using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace OnePassword.Events.Pipeline.Quota;

/// <summary>
/// The permit to send one request. It counts until it is disposed and, if the request was sent, for one more window. It is not
/// acquired if the server pauses the account for longer than the patience of the request.
/// </summary>
internal sealed class QuotaPermit : RateLimitLease
{
    private readonly QuotaLimiter? _limiter;
    private readonly TimeSpan _pause;
    private bool _sent;

    public QuotaPermit(QuotaLimiter limiter) => _limiter = limiter;

    private QuotaPermit(TimeSpan pause) => _pause = pause;

    public override bool IsAcquired => _limiter is not null;

    public override IEnumerable<string> MetadataNames => IsAcquired ? [] : [MetadataName.RetryAfter.Name];

    public static QuotaPermit Paused(TimeSpan pause) => new(pause);

    public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
    {
        metadata = !IsAcquired && metadataName == MetadataName.RetryAfter.Name ? _pause : null;
        return metadata is not null;
    }

    public void Sent() => _sent = true;

    protected override void Dispose(bool disposing)
    {
        _limiter?.Return(_sent);
        base.Dispose(disposing);
    }
}
