using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.CircuitBreaker;
using Polly.Telemetry;

namespace OnePassword.Events.Pipeline;

/// <summary>
/// The handlers that a request passes, and the strategies of Microsoft.Extensions.Http.Resilience in them. The order is that of the
/// package's standard handler with one difference: the rate limiter is inside the retry, so that every attempt counts.
/// </summary>
/// <remarks>
/// The package has no strategy for the total time: <c>TotalRequestTimeout</c> excludes the wait for the quota, so
/// <see cref="RetryDecision"/> and the attempt timeout keep it. Its <c>ShouldRetryAfterHeader</c> reads the system clock and obeys a
/// wait of any length, so <see cref="RetryDecision"/> reads the header as well.
/// </remarks>
internal static class ResilienceChain
{
    /// <summary>The value of <c>pipeline.name</c> in the package's metrics for a call with all its attempts.</summary>
    public const string CallPipeline = "OnePassword.Events";

    /// <summary>The value of <c>pipeline.name</c> in the package's metrics for one attempt.</summary>
    public const string AttemptPipeline = "OnePassword.Events-attempt";

    // Without a logger: the library logs the same events in its own words, with the feed.
    private static readonly TelemetryOptions MetricsOnly = new();

    /// <summary>Creates the handlers of one attempt, the outermost first. Disposing the result disposes <paramref name="transport"/>.</summary>
    public static HttpMessageHandler Create(HttpMessageInvoker transport, Uri host, EventsClientOptions options, RetryDecision retries) =>
        new AccountHandler(host, options.Resilience, options.TimeProvider)
        {
            InnerHandler = new ResilienceHandler(request => FeedCall.Of(request).Breaker!.Attempt)
            {
                InnerHandler = new AttemptHandler(transport, UserAgent.For(options.Application), retries, options.Resilience.MaxResponseBytes),
            },
        };

    /// <summary>The strategy around all attempts of a call.</summary>
    public static ResiliencePipeline<HttpResponseMessage> Call(Uri host, EventsClientOptions options, RetryDecision retries)
    {
        var builder = Builder(CallPipeline, host, options.TimeProvider);
        if (options.Resilience.Retry.MaxRetryAttempts == 0)
            return builder.Build(); // The strategy itself accepts no less than one.
        return builder.AddRetry(new HttpRetryStrategyOptions
        {
            MaxRetryAttempts = options.Resilience.Retry.MaxRetryAttempts,
            ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is { } failure && retries.ShouldRetry(FeedCall.Of(args.Context), failure)),
            DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(FeedCall.Of(args.Context).NextDelay),
            OnRetry = args =>
            {
                FeedCall.Of(args.Context).ReportRetry(args.Outcome.Exception!);
                return ValueTask.CompletedTask;
            },
        }).Build();
    }

    /// <summary>The strategies around one attempt. All clients that read the feed of an account at a host share them.</summary>
    public static ResiliencePipeline<HttpResponseMessage> Attempt(Uri host, BreakerSettings breaker, TimeProvider clock, Action<TimeSpan> onOpened)
    {
        var state = new CircuitBreakerStateProvider();
        return Builder(AttemptPipeline, host, clock)
            .AddRateLimiter(new HttpRateLimiterStrategyOptions { RateLimiter = args => FeedCall.Of(args.Context).AcquirePermitAsync(args.Context.CancellationToken) })
            .AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
            {
                FailureRatio = breaker.FailureRatio,
                MinimumThroughput = breaker.MinimumThroughput,
                SamplingDuration = breaker.SamplingDuration,
                BreakDuration = breaker.BreakDuration,
                StateProvider = state,
                ShouldHandle = args => ValueTask.FromResult(CountsAgainstTheFeed(state.CircuitState, args.Outcome)),
                OnOpened = args =>
                {
                    onOpened(args.BreakDuration);
                    return ValueTask.CompletedTask;
                },
            })
            .AddTimeout(new HttpTimeoutStrategyOptions { TimeoutGenerator = args => ValueTask.FromResult(FeedCall.Of(args.Context).AttemptTimeout) })
            .Build();
    }

    private static ResiliencePipelineBuilder<HttpResponseMessage> Builder(string name, Uri host, TimeProvider clock) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { Name = name, InstanceName = host.Authority, TimeProvider = clock }.ConfigureTelemetry(MetricsOnly);

    // A 429 concerns the account, not the feed. An attempt that its caller cancelled says nothing, so it cannot close a half-open breaker.
    private static bool CountsAgainstTheFeed(CircuitState state, Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception is OperationCanceledException { InnerException: not TimeoutException }
            ? state == CircuitState.HalfOpen
            : outcome.Exception is { } failure
                ? RetryDecision.IsTransient(failure)
                : outcome.Result!.StatusCode is var status && status != HttpStatusCode.TooManyRequests && RetryDecision.IsTransient(status);
}
