using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace OnePassword.Events.Resilience;

/// <summary>No turn: the server told the account to wait longer than the call may take.</summary>
internal sealed class PausedLease(TimeSpan wait) : RateLimitLease
{
    public override bool IsAcquired => false;

    public override IEnumerable<string> MetadataNames => [MetadataName.RetryAfter.Name];

    public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
    {
        metadata = metadataName == MetadataName.RetryAfter.Name ? wait : null;
        return metadata is not null;
    }
}
