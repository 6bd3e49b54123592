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

    /// <summary>Creates the handlers of one client, the outermost first. Disposing the result disposes <paramref name="transport"/>.</summary>
    public static HttpMessageHandler Create(
        HttpMessageInvoker transport, EventsTokenProvider tokens, EventsRegion region, EventsClientOptions options, EventsTelemetry telemetry, RetryDecision retries)
    {
        var host = region.BaseAddress;
        return new CallHandler(options.Resilience, telemetry, options.TimeProvider)
        {
            InnerHandler = new ResilienceHandler(Call(host, options, retries))
            {
                InnerHandler = new AccountHandler(tokens, host, options.Resilience, telemetry, options.TimeProvider)
                {
                    InnerHandler = new ResilienceHandler(request => CallState.Of(request).Breaker!.Attempt)
                    {
                        InnerHandler = new AttemptHandler(transport, UserAgent.For(options.Application), retries, options.Resilience.MaxResponseBytes),
                    },
                },
            },
        };
    }

    /// <summary>The strategy around all attempts of a call.</summary>
    public static ResiliencePipeline<HttpResponseMessage> Call(Uri host, EventsClientOptions options, RetryDecision retries)
    {
        var builder = Builder(CallPipeline, host, options.TimeProvider);
        if (options.Resilience.Retry.MaxRetryAttempts == 0)
            return builder.Build(); // The strategy itself accepts no less than one.
        return builder.AddRetry(new HttpRetryStrategyOptions
        {
            MaxRetryAttempts = options.Resilience.Retry.MaxRetryAttempts,
            ShouldHandle = args => ValueTask.FromResult(retries.ShouldRetry(CallState.Of(args.Context), args.Outcome.Result, args.Outcome.Exception)),
            DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(CallState.Of(args.Context).NextDelay),
            OnRetry = args =>
            {
                var call = CallState.Of(args.Context);
                call.Telemetry.Retrying(call, args.Outcome.Result, args.Outcome.Exception);
                return ValueTask.CompletedTask;
            },
        }).Build();
    }

    /// <summary>The strategies around one attempt. All clients that read the feed of an account at a host share them.</summary>
    public static ResiliencePipeline<HttpResponseMessage> Attempt(Uri host, BreakerSettings breaker, TimeProvider clock, Action<TimeSpan> onOpened)
    {
        var state = new CircuitBreakerStateProvider();
        return Builder(AttemptPipeline, host, clock)
            .AddRateLimiter(new HttpRateLimiterStrategyOptions { RateLimiter = args => CallState.Of(args.Context).TakeTurnAsync(args.Context.CancellationToken) })
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
            .AddTimeout(new HttpTimeoutStrategyOptions { TimeoutGenerator = args => ValueTask.FromResult(CallState.Of(args.Context).AttemptTimeout) })
            .Build();
    }

    private static ResiliencePipelineBuilder<HttpResponseMessage> Builder(string name, Uri host, TimeProvider clock) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { Name = name, InstanceName = host.Authority, TimeProvider = clock }.ConfigureTelemetry(MetricsOnly);

    // A 429 concerns the account, not the feed. An attempt that its caller cancelled says nothing, so it cannot close a half-open breaker.
    private static bool CountsAgainstTheFeed(CircuitState state, Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception is OperationCanceledException { InnerException: not TimeoutException }
            ? state == CircuitState.HalfOpen
            : outcome.Result?.StatusCode != HttpStatusCode.TooManyRequests && RetryDecision.IsTransient(outcome.Result, outcome.Exception);
}
