using System.Collections.Concurrent;
using OnePassword.Events.Pipeline.Quota;

namespace OnePassword.Events.Pipeline;

/// <summary>What all clients of the process share for one account at one host: its quota, and a circuit breaker for each feed.</summary>
internal sealed class AccountLimits(EventsToken token, Uri host, TimeProvider clock)
{
    private readonly ConcurrentDictionary<(string Feed, BreakerSettings Settings), FeedBreaker> _breakers = new();

    public QuotaLimiter Quota { get; } = new(clock);

    public FeedBreaker Breaker(string feed, BreakerSettings settings) =>
        _breakers.GetOrAdd((feed, settings), static (key, limits) => new FeedBreaker(limits.Host, key.Settings, limits.Clock), (Host: host, Clock: clock));

    /// <summary>
    /// Whether a client that spoke for this account speaks for it with that token too. Tokens that name no account can only be
    /// taken for one another's successors.
    /// </summary>
    public bool MayBeReadWith(EventsToken next) => token.AccountUuid is null ? next.AccountUuid is null : token.AccountKey == next.AccountKey;
}
