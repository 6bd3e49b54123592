using Polly;
using Polly.CircuitBreaker;

namespace OnePassword.Events.Pipeline;

/// <summary>The circuit breaker of one feed, and the strategies of an attempt that contain it.</summary>
internal sealed class FeedBreaker
{
    private readonly TimeProvider _clock;
    private long _openUntil; // UTC ticks.

    public FeedBreaker(Uri host, BreakerSettings settings, TimeProvider clock)
    {
        _clock = new MonotonicTimeProvider(clock);
        Attempt = ResilienceChain.Attempt(
            host, settings, _clock, onOpened: time => Volatile.Write(ref _openUntil, (_clock.GetUtcNow() + time).UtcTicks));
    }

    /// <summary>The strategies around one attempt.</summary>
    public ResiliencePipeline<HttpResponseMessage> Attempt { get; }

    /// <summary>How long the breaker stays open; zero if it is closed.</summary>
    public TimeSpan RemainingBreak =>
        TimeSpan.FromTicks(Math.Max(0, Volatile.Read(ref _openUntil) - _clock.GetUtcNow().UtcTicks));

    /// <exception cref="BrokenCircuitException">The breaker is open.</exception>
    public void ThrowIfOpen()
    {
        if (RemainingBreak is var rest && rest > TimeSpan.Zero)
            throw new BrokenCircuitException("The circuit is open.", rest);
    }
}
