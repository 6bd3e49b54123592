using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace OnePassword.Events.Resilience;

/// <summary>
/// The strategies, all that there is of Polly's: retry outside, then (in <see cref="ResilienceHandler"/>) the quota, then the
/// circuit breaker of the feed, then the time of an attempt. The total time is the retry's to keep, because waiting for the
/// quota must not count.
/// </summary>
internal static class Pipelines
{
    private static readonly ResiliencePropertyKey<CallState> StateKey = new("call");

    public static CallState State(ResilienceContext context) => context.Properties.GetValue(StateKey, null!);

    public static ResilienceContext Context(CallState state, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        context.Properties.Set(StateKey, state);
        return context;
    }

    public static ResiliencePipeline<HttpResponseMessage> Retry(
        EventsResilienceOptions options, TimeProvider clock, RetryDecision decision, Action<CallState, HttpResponseMessage?, Exception?> onRetry)
    {
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock };
        if (options.Retry.MaxRetryAttempts == 0)
            return builder.Build();
        return builder.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            MaxRetryAttempts = options.Retry.MaxRetryAttempts,
            ShouldHandle = args => ValueTask.FromResult(decision.Retry(State(args.Context), args.Outcome.Result, args.Outcome.Exception)),
            DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(State(args.Context).NextDelay),
            OnRetry = args =>
            {
                onRetry(State(args.Context), args.Outcome.Result, args.Outcome.Exception);
                return ValueTask.CompletedTask;
            },
        }).Build();
    }

    public static ResiliencePipeline<HttpResponseMessage> Breaker(BreakerSettings settings, TimeProvider clock, Action<TimeSpan> onOpened)
    {
        var state = new CircuitBreakerStateProvider();
        return new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
            {
                FailureRatio = settings.FailureRatio,
                MinimumThroughput = settings.MinimumThroughput,
                SamplingDuration = settings.SamplingDuration,
                BreakDuration = settings.BreakDuration,
                StateProvider = state,
                ShouldHandle = args => ValueTask.FromResult(SpeaksAgainstTheFeed(state.CircuitState, args.Outcome)),
                OnOpened = args =>
                {
                    onOpened(args.BreakDuration);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    public static ResiliencePipeline<HttpResponseMessage> AttemptTimeout(EventsResilienceOptions options, TimeProvider clock) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
            .AddTimeout(new TimeoutStrategyOptions
            {
                TimeoutGenerator = args => ValueTask.FromResult(Shorter(options.AttemptTimeout, State(args.Context).Left)),
            })
            .Build();

    // Polly takes no time-out below a tick as one: zero would mean none.
    private static TimeSpan Shorter(TimeSpan attempt, TimeSpan left) =>
        left >= attempt ? attempt : left > TimeSpan.Zero ? left : TimeSpan.FromTicks(1);

    // A refusal for too many requests is the account's affair: the feed answers. An attempt that its caller gave up says
    // nothing, and so cannot close a breaker that waits for a sign.
    private static bool SpeaksAgainstTheFeed(CircuitState state, Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception is OperationCanceledException { InnerException: not TimeoutException }
            ? state == CircuitState.HalfOpen
            : outcome.Result?.StatusCode != System.Net.HttpStatusCode.TooManyRequests && RetryDecision.IsTransient(outcome.Result, outcome.Exception);
}
