using System.Collections.Concurrent;
using Polly;

namespace OnePassword.Events.Resilience;

/// <summary>
/// What all clients of the process share for one account at one host: its quota, and a circuit breaker for each feed. A
/// rotated token of the same account finds the same.
/// </summary>
internal sealed class AccountLimits
{
    private static readonly ConcurrentDictionary<(string Account, string Host, TimeProvider Clock), AccountLimits> All = new();

    private readonly ConcurrentDictionary<(string Feed, BreakerSettings Settings), ResiliencePipeline<HttpResponseMessage>> _breakers = new();
    private readonly TimeProvider _clock;

    private AccountLimits(TimeProvider clock) => (_clock, Quota) = (clock, new QuotaLimiter(clock));

    public QuotaLimiter Quota { get; }

    public static AccountLimits Of(EventsToken token, Uri host, TimeProvider clock) =>
        All.GetOrAdd((token.AccountKey, host.Authority, clock), static key => new AccountLimits(key.Clock));

    public ResiliencePipeline<HttpResponseMessage> Breaker(string feed, EventsCircuitBreakerOptions options) =>
        _breakers.GetOrAdd((feed, new BreakerSettings(options)), static (key, clock) => Pipelines.Breaker(key.Settings, clock), _clock);
}
