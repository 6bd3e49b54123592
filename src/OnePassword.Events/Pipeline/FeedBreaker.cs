using Polly;
using Polly.CircuitBreaker;

namespace OnePassword.Events.Pipeline;

/// <summary>The circuit breaker of one feed, with the strategies around it that an attempt passes.</summary>
internal sealed class FeedBreaker
{
    private readonly TimeProvider _clock;
    private long _openUntil; // In UTC ticks.

    public FeedBreaker(Uri host, BreakerSettings settings, TimeProvider clock)
    {
        _clock = new MonotonicTimeProvider(clock);
        Attempt = ResilienceChain.Attempt(host, settings, _clock, rest => Volatile.Write(ref _openUntil, (_clock.GetUtcNow() + rest).UtcTicks));
    }

    /// <summary>The strategies around one attempt, the breaker among them.</summary>
    public ResiliencePipeline<HttpResponseMessage> Attempt { get; }

    /// <summary>How long the breaker stays open; zero if it is not.</summary>
    public TimeSpan Rest => TimeSpan.FromTicks(Math.Max(0, Volatile.Read(ref _openUntil) - _clock.GetUtcNow().UtcTicks));

    /// <exception cref="BrokenCircuitException">The breaker is open.</exception>
    public void ThrowIfOpen()
    {
        if (Rest is var rest && rest > TimeSpan.Zero)
            throw new BrokenCircuitException("The circuit is open.", rest);
    }
}
