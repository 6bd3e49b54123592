using Polly;
using Polly.CircuitBreaker;

namespace OnePassword.Events.Resilience;

/// <summary>The circuit breaker of one feed, which also tells how long it stays open.</summary>
internal sealed class FeedBreaker
{
    private readonly TimeProvider _clock;
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;
    private long _openUntil; // In UTC ticks.

    public FeedBreaker(BreakerSettings settings, TimeProvider clock)
    {
        _clock = new SteadyClock(clock);
        _pipeline = Pipelines.Breaker(settings, _clock, rest => Volatile.Write(ref _openUntil, (_clock.GetUtcNow() + rest).UtcTicks));
    }

    /// <summary>How long no attempt is let through; zero if one is.</summary>
    public TimeSpan Rest => TimeSpan.FromTicks(Math.Max(0, Volatile.Read(ref _openUntil) - _clock.GetUtcNow().UtcTicks));

    /// <exception cref="CircuitOpenException">The breaker is open.</exception>
    public void ThrowIfOpen()
    {
        if (Rest is var rest && rest > TimeSpan.Zero)
            throw new CircuitOpenException(rest);
    }

    /// <exception cref="CircuitOpenException">The breaker is open, or waits for another attempt to show whether it can close.</exception>
    public async ValueTask<HttpResponseMessage> ExecuteAsync<TState>(
        Func<ResilienceContext, TState, ValueTask<HttpResponseMessage>> attempt, ResilienceContext context, TState state)
    {
        try
        {
            return await _pipeline.ExecuteAsync(attempt, context, state).ConfigureAwait(false);
        }
        catch (BrokenCircuitException e)
        {
            throw new CircuitOpenException(e.RetryAfter ?? Rest);
        }
    }
}
