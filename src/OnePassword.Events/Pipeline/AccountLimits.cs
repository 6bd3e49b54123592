using System.Collections.Concurrent;
using OnePassword.Events.Pipeline.Quota;

namespace OnePassword.Events.Pipeline;

/// <summary>
/// The limits that all clients of the process share for one account at one host: a quota, and one circuit breaker per feed.
/// </summary>
internal sealed class AccountLimits(EventsToken token, Uri host, TimeProvider clock)
{
    private readonly ConcurrentDictionary<(string Feed, BreakerSettings Settings), FeedBreaker> _breakers = new();

    public QuotaLimiter Quota { get; } = new(clock);

    public FeedBreaker Breaker(string feed, BreakerSettings settings) => _breakers.GetOrAdd(
        (feed, settings),
        static (key, limits) => new FeedBreaker(limits.Host, key.Settings, limits.Clock),
        (Host: host, Clock: clock));

    /// <summary>
    /// Whether a client that used this account keeps using it with the next token. A token that names no account is taken for the
    /// successor of the one before.
    /// </summary>
    public bool IsKeptBy(EventsToken next) =>
        token.AccountUuid is null ? next.AccountUuid is null : token.AccountKey == next.AccountKey;
}
